import type { Approval } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import type { ToolChoice, ToolSpec } from '../ports/model.ts';
import type { CallContext } from '../tools/tool.ts';
import { MOST_CALLS, MOST_STEPS, SOFT_TIME } from './turn-limits.ts';
import { NOTHING_YET } from './turn.ts';
import type { Listening, Showing, Turn } from './turn.ts';

export interface TurnRequest {
  context: CallContext;
  /** What the thread remembers, the new message included. */
  items: readonly Item[];
  /** Of this thread, as saved. */
  approvals: readonly Approval[];
  /** Absent: nothing of the thread reaches this turn any more. */
  listening?: Listening;
  /** Absent: nobody watches. */
  showing?: Showing;
  /** Nobody is waiting for an answer: what the model cannot do is no news to anybody. */
  isFollowUp?: boolean;
}

/** What stays the same for all steps of a turn. */
export interface Running {
  request: TurnRequest;
  /** What the model is told before the turn's own items. */
  before: readonly Item[];
  instructions: string;
  tools: readonly ToolSpec[];
  /** How the model has to begin; absent: as it likes. */
  begins?: ToolChoice;
  startedAt: Instant;
  /** Stopped, or out of time. */
  signal: AbortSignal;
}

/** A turn between two steps. */
export interface Thinking {
  kind: 'thinking';
  turn: Turn;
  /** Made so far. */
  steps: number;
  /** Answers that were not used, because the person went on writing. */
  rethinks: number;
  /** What the model was asked for once more already. */
  retried: readonly ('empty' | 'cut')[];
}

export type Progress = Thinking | { kind: 'over'; turn: Turn };

export const JUST_BEGUN: Thinking = { kind: 'thinking', turn: NOTHING_YET, steps: 0, rethinks: 0, retried: [] };

export const over = (turn: Turn): Progress => ({ kind: 'over', turn });

/** `none` once the turn has to come to an end. */
export function choiceFor({ startedAt, begins }: Running, { turn, steps }: Thinking, now: Instant): ToolChoice {
  const called = turn.items.filter(({ kind }) => kind === 'call').length;
  if (steps >= MOST_STEPS - 1 || called >= MOST_CALLS || now - startedAt >= SOFT_TIME) return 'none';
  return turn.items.length === 0 && begins ? begins : 'auto';
}

/** With what the person wrote meanwhile; `progress` itself when that is nothing. */
export function hear({ request }: Running, progress: Thinking): Thinking {
  const taken = request.listening?.takeIn() ?? [];
  if (taken.length === 0) return progress;
  return { ...progress, turn: { ...progress.turn, items: [...progress.turn.items, ...taken] } };
}
