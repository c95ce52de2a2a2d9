import { dueOnCard } from '../approvals/jobs.ts';
import type { TakenBack } from '../approvals/open/open-approval.ts';
import { redraw } from '../approvals/redraw.ts';
import { auditOf, doneBy, person } from '../approvals/report/audit-row.ts';
import { isOpen } from '../domain/approval.ts';
import type { Approval, Pending } from '../domain/approval.ts';
import { dayOf } from '../domain/budget.ts';
import { bundled } from '../domain/bundle.ts';
import type { Item } from '../domain/conversation.ts';
import type { ConversationId, JobId, UserId } from '../domain/ids.ts';
import { cardOf } from '../domain/ledger.ts';
import type { Outgoing } from '../domain/outgoing.ts';
import { callPerson, cardLane, handOffLane, reply } from '../domain/say.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Engine } from '../ports/engine.ts';
import type { AuditRow, Change, Store } from '../ports/store.ts';
import type { Summary } from '../ports/memory.ts';
import { linksIn } from './links.ts';
import type { Turn } from './turn.ts';

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
  /** What waited for this person's answer and has it now. */
  resumed: readonly Pending[];
  /** The reply may stand in the thread as a draft already. */
  hasDraft?: boolean;
  /** Messages that came meanwhile and were taken into this turn, and what else it makes up for. */
  alsoDone?: readonly JobId[];
  /** The thread was shortened for this turn. */
  summary?: Summary;
  /** Whom its tokens are counted for; absent: nobody. */
  spentOn?: readonly string[];
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
  const opened = bundled(finished.turn.opened);
  const change = changeOf(deps.newId, finished, opened);
  if (!(await deps.store.commit(change))) {
    const isSaved = await deps.store.isDone(finished.job);
    if (isSaved) await afterTurn(deps, finished.conversation);
    return isSaved;
  }
  deps.crashPoint('turn:after-commit');
  await enqueueDue(deps, [...opened, ...finished.resumed]);
  await deliverAll(deps, change.outgoing?.map(({ lane }) => lane) ?? []);
  return true;
}

/** A turn that was saved by a run that ended before everything due was done. */
export async function afterTurn(deps: CommitDeps, conversation: ConversationId): Promise<void> {
  const approvals = await deps.store.approvalsOf(conversation);
  await enqueueDue(deps, approvals.filter(isOpen));
  await deliverAll(deps, [
    conversation,
    handOffLane(conversation),
    ...approvals.map((approval) => cardLane(cardOf(approval))),
  ]);
}

async function enqueueDue({ engine }: CommitDeps, approvals: readonly Approval[]): Promise<void> {
  const cards = [...Map.groupBy(approvals, cardOf).values()];
  await Promise.all(cards.flatMap(dueOnCard).map((job) => engine.enqueue(job)));
}

async function deliverAll({ deliver }: CommitDeps, lanes: readonly string[]): Promise<void> {
  await Promise.all([...new Set(lanes)].map((lane) => deliver(lane)));
}

function changeOf(newId: () => string, finished: Finished, opened: readonly Approval[]): Change {
  const { job, conversation, user, asked, turn, resumed, alsoDone = [], summary, spentOn = [], at } = finished;
  const { takenBack, handOffs, forbidden } = turn;
  const items = [...asked, ...turn.items.filter(({ kind }) => kind !== 'reasoning')];
  return {
    append: { conversation, items, ...(summary && { summary }) },
    ...(spentOn.length > 0 && { spent: { day: dayOf(at), on: spentOn, usage: turn.usage } }),
    // A record's old request is closed before its new one is opened: only one may be open.
    approvals: [
      ...[...takenBack, ...resumed].map((to) => ({ to, from: to.version - 1 })),
      ...opened.map((to) => ({ to })),
    ],
    outgoing: [
      ...replyOf(newId, finished),
      ...takenBack.flatMap((approval) => toldElsewhere(newId, conversation, approval)),
      ...redraw(newId, [...takenBack, ...resumed, ...opened]),
      ...handOffs.map((wants) => callPerson(newId, conversation, { user, wants, facts: [] })),
    ],
    done: job,
    alsoDone,
    audit: [
      ...[...takenBack, ...opened].map((approval) => auditOf(approval, at)),
      ...resumed.map((approval) => answered(approval, at)),
      ...forbidden,
    ],
  };
}

/** In as many messages as it needs: the first takes the place of what people have seen of it, the last offers what else they can do. */
function replyOf(newId: () => string, { job, conversation, before, turn, hasDraft }: Finished): readonly Outgoing[] {
  const parts = reply(newId, conversation, turn.reply, linksIn([...before, ...turn.items]));
  return parts.map((part, index) => ({
    ...part,
    ...(index === 0 && hasDraft && { draft: job }),
    ...(index === parts.length - 1 && turn.offersIntake && { intake: true }),
  }));
}

/** Whoever waits for it in another thread learns that it is not waiting there any more. */
function toldElsewhere(newId: () => string, here: ConversationId, replaced: TakenBack): Outgoing[] {
  if (replaced.status !== 'superseded' || replaced.conversation === here) return [];
  const { subject } = replaced.proposal.words;
  const text = `In another thread you asked for something else instead (“${replaced.by.effect}”), so ${subject} is not waiting here any more.`;
  return reply(newId, replaced.conversation, text);
}

const answered = (approval: Pending, at: Instant): AuditRow =>
  doneBy(auditOf(approval, at), 'answered', person(approval.requester));
