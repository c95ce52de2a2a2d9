import { isOpen, isUndecided } from '../../domain/approval.ts';
import type { Approval, Approved, Pending, Prepared, Superseded, Withdrawn } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import { supersede } from '../../domain/endings.ts';
import { ApprovalId } from '../../domain/ids.ts';
import type { ConversationId, MessageTs } from '../../domain/ids.ts';
import { QUOTE_LENGTH } from '../../domain/ledger.ts';
import type { Policy, Verdict } from '../../domain/policy.ts';
import { evaluate } from '../../domain/policy.ts';
import { standingOf } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Proposal, Requester } from '../../domain/proposal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Refusal, Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';
import { tooMany } from './limits.ts';
import { rejectedBefore } from './rejected-before.ts';
import { isSameRequest } from './same-request.ts';
import { costsOf, spentOn } from '../spent.ts';

export interface OpenDeps {
  store: Store;
  policy: Policy;
  /** How long people have to decide, in milliseconds of working time. */
  decideWithin: number;
  /** When people decide; absent: at any hour. */
  hours?: BusinessHours;
  newId: () => string;
}

export interface OpenRequest {
  proposal: Proposal;
  asker: Principal;
  conversation: ConversationId;
  now: Instant;
  /** The person's last message, whole. */
  quote?: string | undefined;
  /** That message. */
  source?: MessageTs | undefined;
  /** When the asker wrote last; absent: it is not the model who asks. */
  saidAt?: Instant | undefined;
  /** Opened and taken back earlier in this turn, not yet committed. */
  opened: readonly Approval[];
  takenBack: readonly TakenBack[];
}

/** What ends a request because its requester wants something else or nothing. */
export type TakenBack = Withdrawn | Superseded;

/** How a request begins. */
export type Beginning = Prepared | Pending | Approved;

export interface Opened {
  opened: Beginning;
  /** The same requester's earlier request for the same record. */
  superseded?: Superseded;
}

/** A new approval, not yet saved; or why the policy, an open request, a rejection or a limit forbids it. A changed request replaces the requester's own earlier one. */
export async function openApproval(deps: OpenDeps, request: OpenRequest): Promise<Result<Opened, Refusal>> {
  const { proposal, opened, now } = request;
  const waiting = await waitingFor(deps.store, request);
  const inThread = await savedIn(deps.store, request);
  const replaced = waiting && replaceable(waiting, await deps.store.approvalsOf(waiting.conversation), request);
  if (waiting && !replaced) return refuse(alreadyWaiting(waiting));
  const rejected = rejectedBefore(proposal, inThread, request);
  if (rejected) return refuse(rejected);
  const verdict = evaluate(deps.policy, proposal, await spentBefore(deps.store, request, replaced), now);
  const admitted = admit(deps, request, verdict, (replaced?.edition ?? 0) + 1);
  if (!admitted.ok) return admitted;
  const approval = admitted.value;
  const limit = await tooMany(deps.store, { approval, inThread, opened, isReplacing: replaced !== undefined });
  if (limit) return refuse(limit);
  return ok(replaced ? { opened: approval, superseded: supersede(replaced, approval, now) } : { opened: approval });
}

async function waitingFor(store: Store, { proposal, opened, takenBack }: OpenRequest): Promise<Approval | undefined> {
  const inTurn = opened.find((other) => other.proposal.target === proposal.target && isOpen(other));
  const saved = inTurn ?? (await store.openOn(proposal.target));
  return takenBack.some(({ id }) => id === saved?.id) ? undefined : saved;
}

/** Asked for by the same person, not decided, saved by an earlier turn, and not the same again in other words. */
function replaceable(
  waiting: Approval,
  beside: readonly Approval[],
  { proposal, asker, opened }: OpenRequest,
): Prepared | Pending | undefined {
  if (waiting.requester.person !== asker.person || opened.some(({ id }) => id === waiting.id)) return undefined;
  if (editionsOf(waiting, beside).some((edition) => isSameRequest(edition.proposal, proposal))) return undefined;
  return isUndecided(waiting) ? waiting : undefined;
}

/** Itself, and what colleagues have changed into it: wishing for that once more is no news. */
function editionsOf(approval: Approval, inThread: readonly Approval[]): readonly Approval[] {
  if (!approval.editor) return [approval];
  const before = inThread.find((other) => other.status === 'superseded' && other.by.id === approval.id);
  return before ? [approval, ...editionsOf(before, inThread)] : [approval];
}

async function savedIn(store: Store, { conversation, takenBack }: OpenRequest): Promise<readonly Approval[]> {
  const saved = await store.approvalsOf(conversation);
  return saved.filter(({ id }) => !takenBack.some((other) => other.id === id));
}

/** What this turn opened is not in the store yet; what it takes back or replaces does not count. */
async function spentBefore(store: Store, request: OpenRequest, replaced: Approval | undefined) {
  const { proposal, now, opened, takenBack } = request;
  const freed = replaced ? [...takenBack, replaced] : takenBack;
  return [...(await spentOn(store, proposal, now, freed)), ...costsOf(opened, proposal)];
}

/** Who must say yes decides how it begins: a colleague, the requester, or nobody where it moves nothing. */
function admit(
  deps: OpenDeps,
  request: OpenRequest,
  { needs, rules }: Verdict,
  edition: number,
): Result<Beginning, Refusal> {
  const { proposal, asker, conversation, now, quote, source } = request;
  if (needs.kind === 'never')
    return refuse({ code: 'NOT_ALLOWED_BY_POLICY', message: `The policy does not allow this: ${needs.rule}.` });
  const { expiresAt, reminders } = deadlineAfter(now, deps.decideWithin, deps.hours);
  const ledger = {
    id: ApprovalId.parse(`apr_${deps.newId()}`),
    version: 1,
    proposal,
    conversation,
    edition,
    rules,
    expiresAt,
    requester: requesterOf(asker),
    ...(quote === undefined ? {} : { quote: quote.slice(0, QUOTE_LENGTH) }),
    ...(source === undefined ? {} : { source }),
    policyVersion: deps.policy.version,
    questions: [],
    openedAt: now,
    decisions: [],
  };
  if (needs.kind === 'people') return ok({ ...ledger, needs, status: 'pending', reminders });
  if (!proposal.harmless) return ok({ ...ledger, needs, status: 'prepared' });
  return ok({ ...ledger, needs, status: 'approved', decisions: [{ verdict: 'approve', by: 'policy', at: now }] });
}

function requesterOf(asker: Principal): Requester {
  const { person, slackUser, team, customerId } = asker;
  return { person, slackUser, team, ...standingOf(asker), ...(customerId === undefined ? {} : { customerId }) };
}

const alreadyWaiting = (open: Approval): Refusal => ({
  code: 'ALREADY_WAITING',
  message:
    open.status === 'unknown'
      ? `The outcome of an earlier request (${open.id}) for this record is not known yet; do not repeat it.`
      : `A request (${open.id}) for this record is already waiting; do not ask again.`,
});
