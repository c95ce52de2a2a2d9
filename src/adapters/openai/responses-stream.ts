import { z } from 'zod';
import type { AnswerStream } from './read-answer.ts';
import { APIError } from './sdk.ts';

/** Of the many kinds of events only these fields count. https://platform.openai.com/docs/api-reference/responses-streaming */
const Event = z.object({
  type: z.string().default(''),
  output_index: z.number().optional().catch(undefined),
  delta: z.string().optional().catch(undefined),
  item: z.unknown().optional(),
  response: z.unknown().optional(),
  error: z.unknown().optional(),
});
/** Half of all events, the longest among them: the first two repeat the whole request. */
export const NEEDLESS: ReadonlySet<string> = new Set([
  'response.created',
  'response.in_progress',
  'response.output_item.added',
  'response.content_part.added',
  'response.content_part.done',
  'response.output_text.done',
  'response.function_call_arguments.delta',
  'response.function_call_arguments.done',
]);
/** Some servers send the end without what they said before. */
const Final = z.looseObject({ output: z.array(z.unknown()).nullish() });

/** The last event holds the whole answer; what comes before serves whoever watches. */
export function openResponseStream(): AnswerStream {
  const texts = new Map<number, string>();
  const items: unknown[] = [];
  const end: unknown[] = []; // at most one
  const take = (event: unknown): boolean => {
    const { type, output_index: place = 0, delta = '', item, response, error } = Event.parse(event);
    switch (type) {
      case 'response.output_text.delta':
        texts.set(place, (texts.get(place) ?? '') + delta);
        return false;
      case 'response.output_item.done':
        items.push(item);
        return false;
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        end.push(response);
        return true;
      default: // the kinds are the provider's, and more are added
        if (isFailure({ type, error })) throw failureOf(error ?? event);
        return false;
    }
  };
  return {
    take,
    text: () => [...texts.values()].join('\n\n'),
    answer: () => wholeAnswer(end[0], items),
  };
}

const isFailure = ({ type, error }: { type: string; error?: unknown }): boolean =>
  type === 'error' || (error ?? null) !== null;

function wholeAnswer(end: unknown, items: readonly unknown[]): unknown {
  const final = Final.safeParse(end);
  if (!final.success) throw new Error('expected the end of a stream, the server left before it');
  return final.data.output && final.data.output.length > 0 ? final.data : { ...final.data, output: items };
}

const Failure = z.looseObject({}).catch({});
const failureOf = (error: unknown): APIError =>
  new APIError(undefined, Failure.parse(error), 'the stream failed', undefined);
