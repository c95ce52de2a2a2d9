import { isOpen } from '../domain/approval.ts';
import type { Approval, Approved, Executed, Unknown } from '../domain/approval.ts';
import { isItsTurn } from '../domain/bundle.ts';
import { nextDue } from '../domain/deadline.ts';
import { LOOK_UP_AFTER, REQUEST_LIFETIME, tooLateAt } from '../domain/execution.ts';
import { JobId } from '../domain/ids.ts';
import { cardOf } from '../domain/ledger.ts';
import { ASK_PERSON_AFTER } from '../domain/testimony.ts';
import { SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Job } from '../ports/engine.ts';
import { doneBefore, isBroken } from './bundle-order.ts';

/** What the rows of one card owe, each job once; the follow-up is the last, so that it waits for what the others open. */
export function dueOnCard(rows: readonly Approval[]): readonly Job[] {
  const jobs = new Map(rows.flatMap((row) => dueJobs(row, rows)).map((job) => [job.id, job]));
  return [...jobs.values()].toSorted((a, b) => Number(a.kind === 'follow-up') - Number(b.kind === 'follow-up'));
}

/**
 * What an approval still owes the world, as jobs. Enqueueing one again is harmless: ids are fixed.
 * `rows` are those of its card, itself among them; of an open one's, those that are open are enough.
 */
export function dueJobs(approval: Approval, rows: readonly Approval[]): readonly Job[] {
  switch (approval.status) {
    case 'prepared':
      return [deadlineJob(approval, approval.expiresAt)];
    case 'pending':
      return [deadlineJob(approval, nextDue(approval))];
    case 'approved':
      return [isItsTurn(approval, rows) && !approval.held ? executeJob(approval) : waitingJob(approval)];
    case 'executing':
      return [executeJob(approval)];
    case 'unknown':
      return approval.forPerson ? [] : lookUpJobs(approval);
    case 'rejected':
      // Whoever takes the conversation over speaks next, not the model.
      return approval.rejection?.takesOver || rows.some(isOpen) ? [] : [followUpJob(approval)];
    case 'executed':
      return [...undoOverJobs(approval), ...(rows.some(isOpen) ? [] : [followUpJob(approval)])];
    case 'failed':
    case 'expired':
    case 'stale':
      return [...compensateJobs(approval, rows), ...(rows.some(isOpen) ? [] : [followUpJob(approval)])];
    case 'withdrawn':
    case 'superseded':
      return [];
  }
}

/** Longest wait, after a death in between, for what is due. */
const SETTLE_AGAIN_AFTER = SECOND;

/** A form that was sent in is no job that is run again: this one settles what it moved, even if the process dies in between. */
export const settleAgainJob = ({ id, version, proposal }: Approval, now: Instant): Job => ({
  id: JobId.parse(`reconcile:${id}:settled:${version}`),
  key: proposal.target,
  kind: 'reconcile',
  data: { approval: id },
  runAt: now + SETTLE_AGAIN_AFTER,
});

/** One at a time: what it finds due makes the next one due. Rows of one card run out together. */
const deadlineJob = (approval: Approval, at: Instant): Job => ({
  id: JobId.parse(`deadline:${approval.id}:${at}`),
  key: cardOf(approval),
  kind: 'deadline',
  data: { approval: approval.id },
  runAt: at,
});

/** Until what stands before it has ended, or what holds it back is gone; it does not wait for ever. */
const waitingJob = (approval: Approved): Job => deadlineJob(approval, tooLateAt(approval));

/** Executions on one target run one after another. */
const executeJob = (approval: Approval): Job => ({
  id: JobId.parse(`execute:${approval.id}`),
  key: approval.proposal.target,
  kind: 'execute',
  data: { approval: approval.id },
});

/** Takes up what was held back, once each time that it was; none for what was not. */
export const heldJob = (approval: Approval): readonly Job[] =>
  approval.status === 'approved' && approval.held
    ? [{ ...executeJob(approval), id: JobId.parse(`execute:${approval.id}:${approval.version}`) }]
    : [];

function lookUpJobs({ id, proposal, attempt, since, startedAt, firstStartedAt }: Unknown): Job[] {
  const job = (name: string, runAt: Instant): Job => ({
    id: JobId.parse(`reconcile:${id}:${name}`),
    key: proposal.target,
    kind: 'reconcile',
    data: { approval: id },
    runAt,
  });
  return [
    ...LOOK_UP_AFTER.map((after) => job(`${attempt}:${after}`, since + after)),
    job(`${attempt}:lifetime`, startedAt + REQUEST_LIFETIME),
    job('last', firstStartedAt + ASK_PERSON_AFTER),
  ];
}

/** The button goes when its time is over. */
const undoOverJobs = (approval: Executed): readonly Job[] =>
  approval.undoUntil === undefined ? [] : [deadlineJob(approval, approval.undoUntil)];

/** In the thread's lane, like the follow-up. */
function compensateJobs(approval: Approval, rows: readonly Approval[]): Job[] {
  if (!isBroken(approval) || doneBefore(approval, rows).length === 0) return [];
  return [
    {
      id: JobId.parse(`compensate:${approval.id}`),
      key: approval.conversation,
      kind: 'compensate',
      data: { approval: approval.id },
    },
  ];
}

/** One for all rows of a card. */
export const followUpId = (approval: Approval): JobId => JobId.parse(`follow-up:${cardOf(approval)}`);

const followUpJob = (approval: Approval): Job => ({
  id: followUpId(approval),
  key: approval.conversation,
  kind: 'follow-up',
  data: { approval: approval.id, conversation: approval.conversation },
});
