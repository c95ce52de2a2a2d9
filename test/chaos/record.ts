/** What the worlds saw, for the judge. */
export interface Record {
  threads: readonly Thread[];
  cards: readonly Posted[];
  presses: readonly Press[];
  duplicates: { events: number; clicks: number; stale: number };
  faults: { slack: Counts; company: Counts; model: Counts; socket: Counts };
  /** Events for which Slack ran out of retries. */
  givenUp: number;
  /** The workspace's address. */
  url: string;
}
type Counts = Readonly<{ [kind: string]: number }>;

export interface Thread {
  number: number;
  channel: string;
  /** Of its first message. */
  ts: string;
  /** By the person: the question, again after a failure, and taking it back. */
  asked: number;
  /** By the bot, in order. */
  posted: readonly Posted[];
}

export interface Posted {
  ts: string;
  text: string;
  blocks?: readonly unknown[];
  /** Of the outbox, from the message's metadata. */
  id: string | undefined;
}

/** A press of a deciding button as it was sent, whether it arrived or not. */
export interface Press {
  question: number;
  user: string;
  verdict: 'approve' | 'reject' | 'drop' | 'edit';
}
