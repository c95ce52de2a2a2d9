import { dueJobs } from '../approvals/jobs.ts';
import { auditOf } from '../approvals/report-outcome.ts';
import { isOpen } from '../domain/approval.ts';
import type { Approval } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { ConversationId, JobId, UserId } from '../domain/ids.ts';
import { callPerson, cardLane, drawCard, handOffLane, reply } from '../domain/say.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Engine } from '../ports/engine.ts';
import type { Change, Store } from '../ports/store.ts';
import { linksIn } from './links.ts';
import type { Turn } from './run-turn.ts';

export interface CommitDeps {
  store: Store;
  engine: Engine;
  deliver: (lane: string) => Promise<void>;
  newId: () => string;
  crashPoint: CrashPoint;
}

export interface Finished {
  job: JobId;
  conversation: ConversationId;
  /** Whom the thread's messages are for. */
  user: UserId;
  /** What the thread remembered before, and what this turn was asked. */
  before: readonly Item[];
  asked: readonly Item[];
  turn: Turn;
  at: Instant;
}

/** Runs of one turn whose commits found the world moved, before its job is left for later. */
const MOST_RUNS = 3;

/** `run` answers undefined when its turn could not be saved. Throws when that happens again and again. */
export async function untilSaved<Saved>(run: () => Promise<Saved | undefined>): Promise<Saved> {
  for (let runs = 0; runs < MOST_RUNS; runs += 1) {
    const saved = await run();
    if (saved !== undefined) return saved;
  }
  throw new Error(`a turn could not be saved in ${MOST_RUNS} runs`);
}

/** Saves the whole turn at once and does what it makes due; false when somebody was first and the turn must be run again. */
export async function commitTurn(deps: CommitDeps, finished: Finished): Promise<boolean> {
  const change = changeOf(deps.newId, finished);
  if (!(await deps.store.commit(change))) {
    const isSaved = await deps.store.isDone(finished.job);
    if (isSaved) await afterTurn(deps, finished.conversation);
    return isSaved;
  }
  deps.crashPoint('turn:after-commit');
  await enqueueDue(deps, finished.turn.opened);
  await deliverAll(deps, change.outgoing?.map(({ lane }) => lane) ?? []);
  return true;
}

/** A turn that was saved by a run that ended before everything due was done. */
export async function afterTurn(deps: CommitDeps, conversation: ConversationId): Promise<void> {
  const approvals = await deps.store.approvalsOf(conversation);
  await enqueueDue(deps, approvals.filter(isOpen));
  await deliverAll(deps, [conversation, handOffLane(conversation), ...approvals.map(({ id }) => cardLane(id))]);
}

async function enqueueDue({ engine }: CommitDeps, approvals: readonly Approval[]): Promise<void> {
  await Promise.all(approvals.flatMap(dueJobs).map((job) => engine.enqueue(job)));
}

async function deliverAll({ deliver }: CommitDeps, lanes: readonly string[]): Promise<void> {
  await Promise.all([...new Set(lanes)].map((lane) => deliver(lane)));
}

function changeOf(newId: () => string, { job, conversation, user, before, asked, turn, at }: Finished): Change {
  const items = [...asked, ...turn.items];
  const moved = [...turn.takenBack, ...turn.opened];
  return {
    append: { conversation, items },
    // A record's old request is closed before its new one is opened: only one may be open.
    approvals: [...turn.takenBack.map((to) => ({ to, from: to.version - 1 })), ...turn.opened.map((to) => ({ to }))],
    outgoing: [
      ...(turn.reply === '' ? [] : reply(newId, conversation, turn.reply, linksIn([...before, ...items]))),
      ...moved.filter(({ needs }) => needs.kind === 'people').map(({ id }) => drawCard(newId, id)),
      ...turn.handOffs.map((wants): Outgoing => callPerson(newId, conversation, { user, wants, facts: [] })),
    ],
    done: job,
    audit: [...moved.map((approval) => auditOf(approval, at)), ...turn.forbidden],
  };
}
