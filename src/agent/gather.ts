import type { JobId, MessageTs, UserId } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import { DeletionJob, EditJob, MessageJob, StopJob } from '../ports/jobs.ts';

/** A message as it reads now. */
export interface Part {
  message: MessageJob;
  /** The jobs that brought it, and those that changed it since. */
  jobs: readonly JobId[];
  edits: readonly JobId[];
}

/** What waits in a thread, as a turn has to take it. */
export interface Gathered {
  /** What one person wrote in a row, in order. */
  parts: readonly Part[];
  /** Jobs of messages that were deleted before anybody answered them. */
  gone: readonly JobId[];
  /** Whatever was deleted, here or earlier in the thread. */
  deleted: ReadonlySet<MessageTs>;
  /** Presses of Stop, answered already or not; what was written behind the first is no part of this. */
  stops: readonly JobId[];
}

/**
 * One turn answers what the same person wrote in a row: it ends at another person's message and at Stop; all other work may
 * wait behind it. Changes and deletions of it count wherever they stand.
 */
export function gather(own: Job, waiting: readonly Job[]): Gathered {
  const first = MessageJob.parse(own.data);
  const end = waiting.findIndex((job) => endsTurn(job, first.user));
  const reach = end === -1 ? waiting : waiting.slice(0, end);
  const deleted = new Set(waiting.flatMap((job) => (job.kind === 'deletion' ? DeletionJob.parse(job.data).ts : [])));
  const messages = [own, ...reach.filter(({ kind }) => kind === 'message')].map((job) => messageOf(job));
  const said = [...Map.groupBy(messages, ({ message }) => message.ts).values()].flatMap(asOne).toSorted(inOrder);
  const edits = waiting.flatMap((job) => (job.kind === 'edit' ? [{ id: job.id, edit: EditJob.parse(job.data) }] : []));
  const parts = edits.length === 0 ? said : said.map((part) => edited(part, edits));
  return {
    parts: parts.filter(({ message }) => !deleted.has(message.ts)),
    gone: parts.filter(({ message }) => deleted.has(message.ts)).flatMap(jobsOf),
    deleted,
    stops: stopsIn(waiting, first.user),
  };
}

/** Whoever is answered may stop that; nobody else. */
export const stopsIn = (waiting: readonly Job[], user: UserId): readonly JobId[] =>
  waiting.flatMap((job) => (isStopBy(job, user) ? job.id : []));

export const isStopBy = ({ kind, data }: Job, user: UserId): boolean =>
  kind === 'stop' && StopJob.parse(data).user === user;

export const jobsOf = ({ jobs, edits }: Part): readonly JobId[] => [...jobs, ...edits];

function endsTurn(job: Job, user: UserId): boolean {
  if (isStopBy(job, user)) return true;
  return job.kind === 'message' && MessageJob.parse(job.data).user !== user;
}

/** As they were written: one that was put off may come behind those that followed it. */
const inOrder = (one: Part, other: Part): number => Number(one.message.ts) - Number(other.message.ts);

const messageOf = (job: Job) => ({ message: MessageJob.parse(job.data), job: job.id });

/** A message that was put off and comes by both its jobs is one. */
function asOne(same: readonly ReturnType<typeof messageOf>[]): Part[] {
  const [first] = same;
  return first ? [{ message: first.message, jobs: same.map(({ job }) => job), edits: [] }] : [];
}

function edited(part: Part, edits: readonly { id: JobId; edit: EditJob }[]): Part {
  const own = edits.filter(({ edit }) => edit.ts === part.message.ts);
  const last = own.at(-1);
  if (!last) return part;
  const { addressed } = part.message;
  return { ...part, message: { ...last.edit, addressed }, edits: own.map(({ id }) => id) };
}
