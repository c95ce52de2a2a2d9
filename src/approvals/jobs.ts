import type { Approval, Unknown } from '../domain/approval.ts';
import { LOOK_UP_AFTER } from '../domain/execution.ts';
import { JobId } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';

/** What an approval still owes the world, as jobs. Enqueueing one again is harmless: ids are fixed. */
export function dueJobs(approval: Approval): readonly Job[] {
  switch (approval.status) {
    case 'pending':
      return [expireJob(approval)];
    case 'approved':
    case 'executing':
      return [executeJob(approval)];
    case 'unknown':
      return lookUpJobs(approval);
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'stale':
      return [followUpJob(approval)];
    case 'withdrawn':
    case 'superseded':
      return [];
  }
}

const expireJob = (approval: Approval): Job => ({
  id: JobId.parse(`expire:${approval.id}`),
  key: approval.id,
  kind: 'expire',
  data: { approval: approval.id },
  runAt: approval.expiresAt,
});

/** Executions on one target run one after another. */
const executeJob = (approval: Approval): Job => ({
  id: JobId.parse(`execute:${approval.id}`),
  key: approval.proposal.target,
  kind: 'execute',
  data: { approval: approval.id },
});

const lookUpJobs = (approval: Unknown): Job[] =>
  LOOK_UP_AFTER.map((after) => ({
    id: JobId.parse(`reconcile:${approval.id}:${approval.attempt}:${after}`),
    key: approval.proposal.target,
    kind: 'reconcile',
    data: { approval: approval.id },
    runAt: approval.since + after,
  }));

const followUpJob = (approval: Approval): Job => ({
  id: JobId.parse(`follow-up:${approval.id}`),
  key: approval.conversation,
  kind: 'follow-up',
  data: { approval: approval.id, conversation: approval.conversation },
});
