import type { Item } from '../domain/conversation.ts';
import type { ConversationId, JobId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { Usage } from './model.ts';

/** The older part of a thread, shortened once: it stands for everything up to the position `through`. */
export interface Summary {
  items: readonly Item[];
  through: number;
}

/** What a thread remembers: the summary, then what came after it. */
export interface Memory {
  /** Nothing was shortened yet: no items, `through` 0. */
  summary: Summary;
  items: readonly Item[];
}

/** What somebody or something has used on a day; tokens are those of requests and answers together. */
export interface Spent {
  turns: number;
  tokens: number;
}

/** One turn's share, counted for everything it is `on`: `all`, `person:…`, `thread:…`. */
export interface Spending {
  /** `2026-11-21`, in UTC. */
  day: string;
  on: readonly string[];
  usage: Usage;
}

/** A reply that this turn has begun to show. */
export interface DraftRow {
  job: JobId;
  conversation: ConversationId;
  begunAt: Instant;
  /** Absent: it was to be begun, and nobody knows whether it was. */
  ref?: MessageRef;
}

export interface MemoryReads {
  recall(conversation: ConversationId): Promise<Memory>;
  /** What is not in the answer has used nothing on that day. */
  spent(day: string, on: readonly string[]): Promise<ReadonlyMap<string, Spent>>;
}

/** Saved before and after a draft is begun, so that no half message stays behind. */
export interface Drafts {
  beginDraft(draft: Omit<DraftRow, 'ref'>): Promise<void>;
  placeDraft(job: JobId, ref: MessageRef): Promise<void>;
  /** Also when there is none. */
  endDraft(job: JobId): Promise<void>;
  draftOf(job: JobId): Promise<DraftRow | undefined>;
  /** Oldest first. */
  drafts(): Promise<readonly DraftRow[]>;
}
