import { createHash } from 'node:crypto';
import type { Answer, ModelRequest } from '../mind/request.ts';

/** What was decided for one request, with everything its rendering needs. */
export interface Thought {
  answer: Answer;
  model: string;
  /** Ids are made of what was asked: the same request, the same ids, streamed or not. */
  newId: (prefix: string) => string;
  /** Tokens, about four characters each. */
  inputTokens: number;
  outputTokens: number;
}

export function toThought(answer: Answer, model: string, request: ModelRequest): Thought {
  const asked = JSON.stringify(request);
  const digest = createHash('sha256').update(asked).digest('hex').slice(0, 32);
  const said = answer.text + answer.calls.map((call) => call.name + call.arguments).join('');
  return {
    answer,
    model,
    newId: (prefix) => `${prefix}_${digest}`,
    inputTokens: tokensOf(asked),
    outputTokens: tokensOf(said),
  };
}

/** No clock: the same request is answered with the same bytes. */
export const CREATED_AT = 1_735_689_600;

/** The text in pieces, as a stream brings it. */
export const piecesOf = (text: string): readonly string[] => text.match(/\S+\s*|\s+/g) ?? [];

const tokensOf = (text: string): number => Math.ceil(text.length / 4);
