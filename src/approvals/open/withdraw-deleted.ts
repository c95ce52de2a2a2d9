import { isUndecided } from '../../domain/approval.ts';
import type { Pending, Prepared, Withdrawn } from '../../domain/approval.ts';
import type { Item } from '../../domain/conversation.ts';
import { withdraw } from '../../domain/endings.ts';
import { cardOf } from '../../domain/ledger.ts';
import { cardLane, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { DeletionJob } from '../../ports/jobs.ts';
import type { ApprovalDeps } from '../deps.ts';
import { subjectOf } from '../report/outcome-words.ts';
import { redraw } from '../redraw.ts';
import { auditOf } from '../report/audit-row.ts';
import { noteOn } from '../report/note-on.ts';

/** The message that asked was deleted: what still waits for a decision is withdrawn. What was decided stays, without a word. */
export async function withdrawDeleted(deps: ApprovalDeps, job: Job): Promise<void> {
  const { conversation, ts } = DeletionJob.parse(job.data);
  const asked = (await deps.store.approvalsOf(conversation)).filter(({ source }) => source === ts);
  const isDone = asked.length === 0 || (await deps.store.isDone(job.id));
  const waiting = isDone ? [] : asked.filter(isUndecided);
  if (waiting.length > 0 && !(await cancel(deps, waiting, job))) return withdrawDeleted(deps, job);
  const lanes = new Set([conversation, ...asked.map((approval) => cardLane(cardOf(approval)))]);
  await Promise.all([...lanes].map((lane) => deps.deliver(lane)));
}

/** False: somebody moved one of them first. */
async function cancel(
  { store, newId, now }: ApprovalDeps,
  waiting: readonly (Prepared | Pending)[],
  job: Job,
): Promise<boolean> {
  const { conversation } = DeletionJob.parse(job.data);
  const at = now();
  const withdrawn = waiting.map((approval) => withdraw(approval, 'message-deleted', at));
  return store.commit({
    append: { conversation, items: withdrawn.map((approval) => noteOf(approval, at)) },
    approvals: withdrawn.map((to) => ({ to, from: to.version - 1 })),
    outgoing: [...redraw(newId, withdrawn), ...reply(newId, conversation, sentence(withdrawn))],
    done: job.id,
    audit: withdrawn.map((approval) => auditOf(approval, at)),
  });
}

const noteOf = (withdrawn: Withdrawn, at: Instant): Item =>
  noteOn(
    withdrawn,
    `Request ${withdrawn.id} (${withdrawn.proposal.words.effect}): withdrawn, because the person deleted the message that asked for it. Nothing was changed. The person has been told.`,
    at,
  );

function sentence(withdrawn: readonly Withdrawn[]): string {
  const requests = withdrawn.length === 1 ? 'the request' : 'the requests';
  return `You deleted the message that asked for ${subjectOf(withdrawn)}, so I've cancelled ${requests}.`;
}
