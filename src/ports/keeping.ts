import type { ConversationId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';

export interface Forgotten {
  items: number;
  requests: number;
}

/** Conversations in the order of their ids. */
export interface Portion {
  /** Those in which nothing was said or decided since. */
  quiet: readonly ConversationId[];
  /** Behind it the next portion begins; absent: there is none. */
  last?: ConversationId;
}

/** Forgetting what is no longer needed, a little at a time. Throws `Unavailable('store')`. */
export interface Keeping {
  /** Looks at the next `limit` conversations. */
  quietSince(instant: Instant, limit: number, after?: ConversationId): Promise<Portion>;
  /** The texts of a conversation and of its requests go; ids, sums and decisions stay. Undefined, and nothing is forgotten, while something in it is open. */
  forget(conversation: ConversationId, at: Instant): Promise<Forgotten | undefined>;
  /** Deletes some of the marks of what was said and done before. `false`: there are none left. */
  clear(before: Instant): Promise<boolean>;
  /** Notes in the audit what was forgotten. */
  note(forgotten: Forgotten & { conversations: number }, at: Instant): Promise<void>;
  /** How many bytes the file has, if some of them may be of what was forgotten; undefined: none are. */
  leftovers(): Promise<number | undefined>;
  /** Counts what was written; the same number as before: nothing was. */
  writes(): Promise<number>;
  /** Writes the file anew without what was forgotten, and nothing else meanwhile. `false`: another program reads it just now. */
  rewrite(): Promise<boolean>;
}
