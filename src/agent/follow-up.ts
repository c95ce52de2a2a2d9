import { isOpen } from '../domain/approval.ts';
import type { Approval } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { Principal } from '../domain/principal.ts';
import type { Job } from '../ports/engine.ts';
import { FollowUpJob } from '../ports/jobs.ts';
import { afterTurn, commitTurn, untilSaved } from './commit-turn.ts';
import type { CommitDeps } from './commit-turn.ts';
import { runTurn } from './run-turn.ts';
import type { TurnDeps } from './run-turn.ts';

/** Outcomes that the model may go on from before a person speaks again: a request that feeds itself ends. */
const MOST_FOLLOW_UPS = 20;

export type FollowUpDeps = TurnDeps & CommitDeps;

/** After an outcome, the model may go on with a task of several steps. An empty reply says nothing; while another request waits, it waits too. */
export async function followUp(deps: FollowUpDeps, job: Job): Promise<void> {
  const { approval: id, conversation } = FollowUpJob.parse(job.data);
  deps.crashPoint('follow-up:start');
  if (await deps.store.isDone(job.id)) return afterTurn(deps, conversation);
  await untilSaved(async () => {
    const approvals = await deps.store.approvalsOf(conversation);
    const approval = approvals.find((other) => other.id === id);
    return !approval || approvals.some(isOpen) ? 'waits' : goOn(deps, job, { approval, approvals });
  });
}

async function goOn(
  deps: FollowUpDeps,
  job: Job,
  { approval, approvals }: { approval: Approval; approvals: readonly Approval[] },
): Promise<'over' | 'saved' | undefined> {
  const { conversation, requester } = approval;
  const before = await deps.store.items(conversation);
  if (outcomesSincePerson(before) > MOST_FOLLOW_UPS) return 'over';
  const at = deps.now();
  const turn = await runTurn(deps, {
    context: { asker: principalOf(approval), conversation, now: at },
    items: before,
    approvals,
    isFollowUp: true,
  });
  const saved = await commitTurn(deps, {
    job: job.id,
    conversation,
    user: requester.slackUser,
    before,
    asked: [],
    turn,
    resumed: [],
    at,
  });
  return saved ? 'saved' : undefined;
}

const outcomesSincePerson = (items: readonly Item[]): number =>
  items.slice(items.findLastIndex(({ kind }) => kind === 'person') + 1).filter(({ kind }) => kind === 'note').length;

/** The requester as they were when they asked: a follow-up widens nobody's scope. */
function principalOf({ requester }: Approval): Principal {
  return { ...requester, external: false };
}
