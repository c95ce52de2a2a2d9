import type { Call, ToolSpec } from './request.ts';
import type { Intent } from './intents.ts';
import type { OpenRequest } from './requests.ts';
import type { Turn } from './turns.ts';

/** What a person wants, in their own words. */
export interface Task {
  /** `unclear`: not understood once; `lost`: not understood again; `declined`: they said no to an offer. */
  intent: Intent | 'unclear' | 'lost' | 'declined';
  /** Everything the person said about it; later turns stand on later lines. */
  words: string;
  /** Ids that were named elsewhere in the same message. */
  order?: string;
  ticket?: string;
  /** The question before this one, when one follows from the other. */
  before?: string;
}

/** What kind of answer a question expects: a missing detail, or yes or no to an offer. */
export type Expected = 'detail' | 'yes-no';

/** What is to be done about a task now. */
export type Move =
  | { kind: 'call'; calls: readonly Call[] }
  | { kind: 'say'; text: string }
  /** It goes on after an outcome. */
  | { kind: 'wait'; text: string }
  | { kind: 'ask'; text: string; expects: Expected; onYes?: Intent };

export type Ask = Extract<Move, { kind: 'ask' }>;

/** What a plan may look at. The last turn is the current one. */
export interface Scene {
  tools: readonly ToolSpec[];
  turns: readonly Turn[];
  turn: Turn;
  /** Open when the turn began, oldest first. */
  requests: readonly OpenRequest[];
}

export const say = (text: string): Move => ({ kind: 'say', text });

/** A question to the person; the rest of the task waits for the answer. */
export const ask = (text: string, expects: Expected, onYes?: Intent): Move => ({
  kind: 'ask',
  text,
  expects,
  ...(onYes && { onYes }),
});
