import type { Beginning, TakenBack } from '../approvals/open/open-approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import type { AuditRow } from '../ports/store.ts';

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
}

export const NOTHING_YET: Turn = {
  items: [],
  reply: '',
  opened: [],
  takenBack: [],
  handOffs: [],
  forbidden: [],
  isOverLimit: false,
};

/** Ends the turn with these words; empty ones say nothing. */
export function saying(turn: Turn, text: string, at: Instant): Turn {
  if (text === '') return turn;
  return { ...turn, reply: text, items: [...turn.items, { kind: 'assistant', text, at }] };
}
