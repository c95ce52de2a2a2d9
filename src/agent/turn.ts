import type { Beginning, TakenBack } from '../approvals/open/open-approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import type { ToolCall, Usage } from '../ports/model.ts';
import type { AuditRow } from '../ports/store.ts';

/** What a running turn learns of its thread. */
export interface Listening {
  /** What the same person wrote since the last call: it belongs to this turn from now on. */
  takeIn: () => readonly Item[];
  /** The turn is to stop: somebody pressed Stop, or what it was asked was deleted. */
  signal: AbortSignal;
}

/** What people see of a running turn. */
export interface Showing {
  /** What the turn knows beside its thread; addresses of the company's answers in it may stay live. */
  knows: (items: readonly Item[]) => void;
  /** The reply as far as the model has written it; called often. */
  text: (soFar: string) => void;
  /** These tools run until what it returns is called. */
  tools: (calls: readonly ToolCall[]) => () => void;
}

/** What a turn has come to. Nothing of it is saved yet, nothing has changed. */
export interface Turn {
  /** After the items given; the reply is the last when there is one. */
  items: readonly Item[];
  reply: string;
  opened: readonly Beginning[];
  takenBack: readonly TakenBack[];
  handOffs: readonly string[];
  forbidden: readonly AuditRow[];
  /** More was asked for than may wait. */
  isOverLimit: boolean;
  /** Of all its model calls together. */
  usage: Usage;
  /** Its signal was given: it has come to nothing that may be saved. */
  isStopped: boolean;
  /** The model could not be reached: the person may leave it with a colleague. */
  offersIntake: boolean;
}

export const NOTHING_YET: Turn = {
  items: [],
  reply: '',
  opened: [],
  takenBack: [],
  handOffs: [],
  forbidden: [],
  isOverLimit: false,
  usage: { input: 0, cached: 0, output: 0 },
  isStopped: false,
  offersIntake: false,
};

/** Ends the turn with these words; empty ones say nothing. */
export function saying(turn: Turn, text: string, at: Instant): Turn {
  if (text === '') return turn;
  return { ...turn, reply: text, items: [...turn.items, { kind: 'assistant', text, at }] };
}

/** A step whose server counts nothing adds nothing. */
export const addUsage = (sum: Usage, more?: Usage): Usage =>
  more ? { input: sum.input + more.input, cached: sum.cached + more.cached, output: sum.output + more.output } : sum;
