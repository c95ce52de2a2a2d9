import type { JobId } from '../domain/ids.ts';
import type { Json } from '../domain/json.ts';
import type { Instant } from '../domain/time.ts';

export type JobKind =
  | 'message'
  /** A person deleted a message of theirs. */
  | 'deletion'
  /** A person changed a message of theirs. */
  | 'edit'
  /** A person pressed Stop while the bot was working. */
  | 'stop'
  | 'click'
  /** The requester's own yes or no. */
  | 'confirm'
  /** Propose an ended request again. */
  | 'reopen'
  /** Take back what was carried out a moment ago. */
  | 'undo'
  | 'execute'
  | 'reconcile'
  /** Remind, escalate or expire: whatever is due. */
  | 'deadline'
  /** Offer to take back the steps before one that failed. */
  | 'compensate'
  | 'follow-up';

export interface Job {
  /** `msg:T1:C1:1700.1`, `click:apr_…:U1:…`, `expire:apr_…`: enqueued once, ever. */
  id: JobId;
  /** Another name under which the same work may arrive, e.g. the Slack event id; also enqueued once. */
  alias?: string;
  /** Jobs with one key run one at a time in the order in which they became due. */
  key: string;
  kind: JobKind;
  data: Json;
  /** Absent: at once. */
  runAt?: Instant;
}

/** `attempt` counts the runs of this job, from 1. */
export type Handlers = Record<JobKind, (job: Job, attempt: number) => Promise<void>>;

/** Durable jobs. A handler that throws is run again later; one that returns is finished, and its data is forgotten. */
export interface Engine {
  /** Resolves when it is on disk. `false`: this id or alias was seen before, nothing was added. */
  enqueue(job: Job): Promise<boolean>;
  /** Takes up what was open, in order, then what comes. */
  start(handlers: Handlers): Promise<void>;
  /** What waits behind the running job of this key, in order. */
  waiting(key: string): readonly Job[];
  /** Tells of every job that begins to wait behind a running one of this key; what it returns ends that. */
  onWaiting(key: string, tell: (job: Job) => void): () => void;
  /** Starts no further job and resolves when running ones have ended, or after `patience` milliseconds. */
  stop(patience: number): Promise<void>;
}
