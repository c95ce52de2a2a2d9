import type { Approval, Approved, Pending, Rejected } from '../domain/approval.ts';
import { decide } from '../domain/decide.ts';
import type { DecisionRefusal } from '../domain/decide.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Policy } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { cardLane, drawCard } from '../domain/say.ts';
import { DAY } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Directory } from '../ports/directory.ts';
import type { Job } from '../ports/engine.ts';
import { ClickJob } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Change, Store } from '../ports/store.ts';
import { underPolicyNow } from './policy-now.ts';
import { auditOf, outcomeChange } from './report-outcome.ts';
import { settle } from './settle.ts';
import type { SettleDeps } from './settle.ts';

/** Why a click decided nothing; each has its sentence. */
type ClickRefusal = DecisionRefusal | 'forbidden' | 'not-found' | 'card-mismatch' | 'role-unknown';

export interface DecideDeps extends SettleDeps {
  store: Store;
  policy: Policy;
  directory: Directory;
  messenger: Messenger;
  /** The sentence for the person who clicked. */
  explain: (refusal: ClickRefusal, click: ClickJob, approval: Approval | undefined) => string;
  now: () => Instant;
  newId: () => string;
  crashPoint: CrashPoint;
  log: Log;
}

/** One click: decided once, or answered with the reason why not. Running the job again decides nothing twice. */
export async function decideApproval(deps: DecideDeps, job: Job): Promise<void> {
  const click = ClickJob.parse(job.data);
  deps.crashPoint('decide:start');
  if (await deps.store.isDone(job.id)) return settleAgain(deps, click);
  const outcome = await attempt(deps, click, job);
  if (outcome.ok) return settle(deps, outcome.value);
  await tellWhyNot(deps, { job, click, refusal: outcome.refusal });
}

/** The process died between the decision and what it makes due. */
async function settleAgain(deps: DecideDeps, click: ClickJob): Promise<void> {
  const approval = await deps.store.approval(click.approval);
  if (approval) await settle(deps, approval);
}

type Attempt = Result<Approval, ClickRefusal>;

async function attempt(deps: DecideDeps, click: ClickJob, job: Job): Promise<Attempt> {
  const approval = await deps.store.approval(click.approval);
  if (!approval) return refuse('not-found');
  if (!(await isOwnCard(deps, click))) return refuseCopy(deps, click);
  const by = await whoClicked(deps, click);
  if (!by) return refuse('role-unknown');
  const now = deps.now();
  const current = approval.status === 'pending' ? await underPolicyNow(deps, approval, now) : ok(approval);
  if (!current.ok && click.verdict === 'approve') return current;
  const decided = decide(current.ok ? current.value : approval, { verdict: click.verdict, by }, now);
  if (!decided.ok) return decided;
  deps.crashPoint('decide:before-commit');
  if (!(await deps.store.commit({ ...changeFor(deps, approval, decided.value, now), done: job.id })))
    return attempt(deps, click, job);
  deps.crashPoint('decide:after-commit');
  return ok(decided.value);
}

/** A button copied into another message or channel decides nothing. Throws `Unavailable` while the card's place is not known yet: the click is held. */
async function isOwnCard(deps: DecideDeps, click: ClickJob): Promise<boolean> {
  const card = (await deps.store.cardOf(click.approval)) ?? (await cardAfterDelivery(deps, click));
  return card !== undefined && card.channel === click.channel && card.ts === click.message;
}

async function cardAfterDelivery({ store, deliver, now }: DecideDeps, { approval }: ClickJob) {
  const lane = cardLane(approval);
  await deliver(lane);
  const card = await store.cardOf(approval);
  if (!card && (await store.unsent(now() + DAY, lane)).length > 0) throw new Unavailable('slack');
  return card;
}

/** Slack copies no buttons by itself: somebody may be trying something. */
function refuseCopy({ log }: DecideDeps, { approval, user, channel, message }: ClickJob): Attempt {
  log.warn({ approval, user, channel, message }, 'a copied button was pressed');
  return refuse('card-mismatch');
}

async function whoClicked({ directory, log }: DecideDeps, click: ClickJob): Promise<Principal | undefined> {
  try {
    return await directory.resolve({ team: click.team, user: click.user }, 'decide');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log.warn({ approval: click.approval, system: error.system }, 'role of the clicker could not be read');
    return undefined;
  }
}

function changeFor(deps: DecideDeps, from: Approval, to: Pending | Approved | Rejected, now: Instant): Change {
  if (to.status === 'rejected') return outcomeChange(deps.newId, from, to, now);
  return {
    approvals: [{ to, from: from.version }],
    outgoing: [drawCard(deps.newId, to.id)],
    audit: [auditOf(to, now)],
  };
}

/** Told first, so that nobody is left without an answer; once it is in the audit, this click decides nothing any more. */
async function tellWhyNot(deps: DecideDeps, { job, click, refusal }: Refused): Promise<void> {
  const approval = await asJudged(deps, click);
  await deps.messenger.whisper(click, deps.explain(refusal, click, approval));
  deps.log.info({ approval: click.approval, refusal }, 'click refused');
  await deps.store.commit({
    done: job.id,
    audit: [
      {
        at: deps.now(),
        event: `refused:${refusal}`,
        actor: `slack:${click.team}:${click.user}`,
        approval: click.approval,
        detail: { verdict: click.verdict, channel: click.channel },
      },
    ],
  });
}

/** With the requirement that the click was measured against. */
async function asJudged(deps: DecideDeps, { approval: id }: ClickJob): Promise<Approval | undefined> {
  const approval = await deps.store.approval(id);
  const now = approval?.status === 'pending' ? await underPolicyNow(deps, approval, deps.now()) : undefined;
  return now?.ok ? now.value : approval;
}

interface Refused {
  job: Job;
  click: ClickJob;
  refusal: ClickRefusal;
}
