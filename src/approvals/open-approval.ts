import { QUOTE_LENGTH, isOpen } from '../domain/approval.ts';
import type { Approval, Approved, Pending, Proposal, Requester, Superseded, Withdrawn } from '../domain/approval.ts';
import { supersede } from '../domain/decide.ts';
import { ApprovalId } from '../domain/ids.ts';
import { canonical } from '../domain/json.ts';
import { subtract } from '../domain/money.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { Policy, Verdict } from '../domain/policy.ts';
import { VALUE_WINDOW, evaluate } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Store } from '../ports/store.ts';

export interface OpenDeps {
  store: Store;
  policy: Policy;
  /** How long people have to decide, in milliseconds. */
  decideWithin: number;
  newId: () => string;
}

export interface OpenRequest {
  proposal: Proposal;
  asker: Principal;
  conversation: ConversationId;
  now: Instant;
  /** The person's last message, whole. */
  quote?: string | undefined;
  /** Opened and taken back earlier in this turn, not yet committed. */
  opened: readonly Approval[];
  takenBack: readonly TakenBack[];
}

/** What ends a request because its requester wants something else or nothing. */
export type TakenBack = Withdrawn | Superseded;

export interface Opened {
  opened: Pending | Approved;
  /** The same requester's earlier request for the same record. */
  superseded?: Superseded;
}

/** A new approval, not yet saved; or why the policy or an open request forbids it. A changed request replaces the requester's own earlier one. */
export async function openApproval(deps: OpenDeps, request: OpenRequest): Promise<Result<Opened, Refusal>> {
  const waiting = await waitingFor(deps.store, request);
  const replaced = waiting && replaceable(waiting, request);
  if (waiting && !replaced) return refuse(alreadyWaiting(waiting));
  const verdict = evaluate(deps.policy, request.proposal, await spentOn(deps.store, request, replaced), request.now);
  const admitted = admit(deps, request, verdict);
  if (!admitted.ok) return admitted;
  const opened = admitted.value;
  return ok(replaced ? { opened, superseded: supersede(replaced, opened, request.now) } : { opened });
}

async function waitingFor(store: Store, { proposal, opened, takenBack }: OpenRequest): Promise<Approval | undefined> {
  const inTurn = opened.find((other) => other.proposal.target === proposal.target && isOpen(other));
  const saved = inTurn ?? (await store.openOn(proposal.target));
  return takenBack.some(({ id }) => id === saved?.id) ? undefined : saved;
}

/** Asked for by the same person, not decided, saved by an earlier turn, and not the same again in other words. */
function replaceable(waiting: Approval, { proposal, asker, opened }: OpenRequest): Pending | undefined {
  const isTheirs = waiting.requester.person === asker.person && !opened.some(({ id }) => id === waiting.id);
  return waiting.status === 'pending' && isTheirs && !isSame(waiting.proposal, proposal) ? waiting : undefined;
}

const isSame = (a: Proposal, b: Proposal): boolean => a.action === b.action && wanted(a) === wanted(b);

/** The input without its reason, which is worded anew each time. */
const wanted = ({ input }: Proposal): string =>
  JSON.stringify(JSON.parse(canonical(input)), (key, value: unknown) => (key === 'reason' ? undefined : value));

/** Only requests with a cost add up; those of this turn are not in the store yet, one that is replaced does not count. */
async function spentOn(store: Store, { proposal, now, opened }: OpenRequest, replaced: Pending | undefined) {
  if (!proposal.cost) return [];
  const isAlike = (other: Approval): boolean =>
    other.proposal.customer === proposal.customer && other.proposal.action === proposal.action;
  const saved = await store.valueOf(proposal.customer, proposal.action, now - VALUE_WINDOW);
  const freed = replaced && isAlike(replaced) ? replaced.proposal.cost : undefined;
  const left = saved.map((sum) => (freed?.currency === sum.currency ? subtract(sum, freed) : sum));
  return [...left, ...opened.filter(isAlike).flatMap((other) => (other.proposal.cost ? [other.proposal.cost] : []))];
}

function admit(deps: OpenDeps, request: OpenRequest, { needs, rules }: Verdict): Result<Pending | Approved, Refusal> {
  const { proposal, asker, conversation, now, quote } = request;
  if (needs.kind === 'never')
    return refuse({ code: 'NOT_ALLOWED_BY_POLICY', message: `The policy does not allow this: ${needs.rule}.` });
  const ledger = {
    id: ApprovalId.parse(`apr_${deps.newId()}`),
    version: 1,
    proposal,
    conversation,
    requester: requesterOf(asker),
    ...(quote === undefined ? {} : { quote: quote.slice(0, QUOTE_LENGTH) }),
    policyVersion: deps.policy.version,
    rules,
    openedAt: now,
    expiresAt: now + deps.decideWithin,
  };
  if (needs.kind === 'people') return ok({ ...ledger, needs, status: 'pending', decisions: [] });
  if (proposal.cost)
    return refuse({ code: 'NOT_ALLOWED_BY_POLICY', message: 'Money never moves without a person’s decision.' });
  return ok({ ...ledger, needs, status: 'approved', decisions: [{ verdict: 'approve', by: 'policy', at: now }] });
}

function requesterOf({ person, slackUser, team, role, customerId }: Principal): Requester {
  return { person, slackUser, team, role, ...(customerId === undefined ? {} : { customerId }) };
}

const alreadyWaiting = (open: Approval): Refusal => ({
  code: 'ALREADY_WAITING',
  message:
    open.status === 'unknown'
      ? `The outcome of an earlier request (${open.id}) for this record is not known yet; do not repeat it.`
      : `A request (${open.id}) for this record is already waiting; do not ask again.`,
});
