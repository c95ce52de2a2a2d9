import type { Item } from '../domain/conversation.ts';
import { JobId } from '../domain/ids.ts';
import type { ConversationId } from '../domain/ids.ts';
import { reply } from '../domain/say.ts';
import { SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Job } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import type { CommitDeps } from './commit-turn.ts';
import type { Part } from './gather.ts';

export interface PutOff {
  job: JobId;
  conversation: ConversationId;
  parts: readonly Part[];
  /** What they say, to be remembered at once: changes and deletions find it there. */
  asked: readonly Item[];
  /** Jobs, beside its own, that are made up for. */
  alsoDone: readonly JobId[];
  until: Instant;
  /** They are told to wait. */
  isTold: boolean;
  now: Instant;
}

/** Messages that are answered later: their jobs end, others come in their place when the time has come. False: somebody was first. */
export async function putOff(deps: CommitDeps, put: PutOff): Promise<boolean> {
  const { job, conversation, asked, alsoDone, until, isTold, now } = put;
  const later = put.parts.map((part) => laterJob(part, { conversation, until }));
  // Before the mark: a crash in between leaves jobs that nobody has promised, which do nothing.
  await Promise.all(later.map((one) => deps.engine.enqueue(one)));
  const saved = await deps.store.commit({
    append: { conversation, items: asked },
    outgoing: isTold ? reply(deps.newId, conversation, slowDown(until - now)) : [],
    done: job,
    alsoDone: [...alsoDone, ...later.map(({ id }) => promiseOf(id))],
    audit: [],
  });
  if (saved && isTold) await deps.deliver(conversation);
  return saved || deps.store.isDone(job);
}

/** An earlier run has ended this message's turn; or it comes a second time, although nobody has put it off. */
export async function isOver(store: Store, job: JobId): Promise<boolean> {
  return (await store.isDone(job)) || (LATER.test(job) && !(await store.isDone(promiseOf(job))));
}

const slowDown = (wait: number): string =>
  `That's a lot at once: I'll answer the rest together in about ${Math.max(1, Math.ceil(wait / SECOND))} seconds.`;

function laterJob({ message, jobs }: Part, at: { conversation: ConversationId; until: Instant }): Job {
  const [name = '', times = '0'] = (jobs.at(-1) ?? '').split(LATER);
  const id = JobId.parse(`${name}:later${Number(times) + 1}`);
  return { id, key: at.conversation, kind: 'message', data: message, runAt: at.until };
}

/** `msg:T1:C1:1700.1:later2`: put off twice. */
const LATER = /:later(\d+)$/;

const promiseOf = (later: JobId): JobId => JobId.parse(`put-off:${later}`);
