import { isOpen } from '../domain/approval.ts';
import type { Approval } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import type { ConversationId, JobId, UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { Requester } from '../domain/proposal.ts';
import { narrowed } from '../domain/scope.ts';
import type { Job } from '../ports/engine.ts';
import { FollowUpJob } from '../ports/jobs.ts';
import { countedFor } from './ask-model.ts';
import { afterTurn, commitTurn, untilSaved } from './commit-turn.ts';
import type { CommitDeps } from './commit-turn.ts';
import { isStopBy, stopsIn } from './gather.ts';
import { recalled } from './recall.ts';
import { runTurn } from './run-turn.ts';
import type { TurnDeps } from './run-turn.ts';
import { unanswered } from './stop-turn.ts';
import { NOTHING_YET, saying } from './turn.ts';

/** Outcomes that the model may go on from before a person speaks again: a request that feeds itself ends. */
const MOST_FOLLOW_UPS = 20;

const STOPPED = "Stopped, as you asked: I've done nothing more.";

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
  const { items: before, summary } = await recalled(await deps.store.recall(conversation));
  if (outcomesSincePerson(before) > MOST_FOLLOW_UPS) return 'over';
  const at = deps.now();
  const stop = await listenForStop(deps, conversation, requester.slackUser);
  const context = {
    asker: narrowed(principalOf(approval), before, { shared: wasShared(before, requester) }),
    conversation,
    now: at,
    // Whoever deletes that message takes back what else came of it.
    ...(approval.source === undefined ? {} : { source: approval.source }),
  };
  const listening = { takeIn: () => [], signal: stop.signal };
  const turn = await runTurn(deps, { context, items: before, approvals, isFollowUp: true, listening }).finally(
    stop.end,
  );
  const stopped = await stop.pressed();
  const saved = await commitTurn(deps, {
    job: job.id,
    conversation,
    user: requester.slackUser,
    before,
    asked: [],
    turn: stopped.length > 0 ? { ...saying(NOTHING_YET, STOPPED, at), usage: turn.usage } : turn,
    resumed: [],
    alsoDone: stopped,
    spentOn: countedFor(requester.person, conversation),
    ...(summary && { summary }),
    at,
  });
  return saved ? 'saved' : undefined;
}

/** Nothing else of the thread reaches this turn: what people write is answered by the next one. */
async function listenForStop({ engine, store }: CommitDeps, conversation: ConversationId, user: UserId) {
  const stop = new AbortController();
  const pressed = (): Promise<readonly JobId[]> => unanswered(store, stopsIn(engine.waiting(conversation), user));
  if ((await pressed()).length > 0) stop.abort();
  const end = engine.onWaiting(conversation, (job) => (isStopBy(job, user) ? stop.abort() : undefined));
  return { signal: stop.signal, pressed, end };
}

/** What was left of what they may see when they asked: it is not known any more who reads the channel. */
function wasShared(before: readonly Item[], { slackUser }: Requester): boolean {
  const last = before.findLast((item) => item.kind === 'person' && item.by.user === slackUser);
  return last?.kind === 'person' && last.by.only === 'nobody';
}

const outcomesSincePerson = (items: readonly Item[]): number =>
  items.slice(items.findLastIndex(({ kind }) => kind === 'person') + 1).filter(({ kind }) => kind === 'note').length;

/** The requester as they were when they asked: a follow-up widens nobody's scope. */
function principalOf({ requester }: Approval): Principal {
  return { ...requester, external: false };
}
