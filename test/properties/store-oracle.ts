import type { Approval, ApprovalStatus } from '../../src/domain/approval.ts';
import type { ApprovalId } from '../../src/domain/ids.ts';
import { BEGIN_WITHIN, REQUEST_LIFETIME } from '../../src/domain/execution.ts';
import { canonical } from '../../src/domain/json.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { formatMoney, money } from '../../src/domain/money.ts';
import type { Instant } from '../../src/domain/time.ts';
import type { Message } from '../../src/ports/messenger.ts';
import type { Change } from '../../src/ports/store.ts';
import { overRefunded } from './store-company.ts';
import type { PlayedCompany } from './store-company.ts';
import { leastFor } from './store-policies.ts';
import type { PolicyName } from './store-policies.ts';

/** What was seen from outside: it knows the promises, not how they are kept. */
export interface Oracle {
  /** As committed last. */
  ledger: Map<ApprovalId, Approval>;
  /** Audit rows of each. */
  audited: Map<ApprovalId, number>;
  /** What people saw that they decided on: the arguments, canonical, and what was refunded before. */
  shown: Map<ApprovalId, { input: string; refunded: string | undefined }>;
  /** Attempts whose intent was saved. */
  attempted: Map<ApprovalId, number>;
  /** Transitions and events by their names: `pending > approved`, `answered`. */
  seen: Set<string>;
  /** The latest moment of the audit. */
  latest: Instant;
  /** An earlier copy was put in place: what was seen before is not all in the ledger. */
  isSetBack: boolean;
}

export const openOracle = (): Oracle => ({
  ledger: new Map(),
  audited: new Map(),
  shown: new Map(),
  attempted: new Map(),
  seen: new Set(),
  latest: 0,
  isSetBack: false,
});

/** Which state may follow which; `none` is before it was opened. */
const ARROWS: Record<ApprovalStatus | 'none', readonly ApprovalStatus[]> = {
  none: ['prepared', 'pending', 'approved'],
  prepared: ['pending', 'approved', 'withdrawn', 'expired', 'superseded'],
  pending: ['pending', 'approved', 'rejected', 'expired', 'withdrawn', 'superseded'],
  approved: ['approved', 'executing', 'stale', 'expired'],
  executing: ['executing', 'executed', 'failed', 'unknown'],
  unknown: ['unknown', 'executing', 'executed', 'failed'],
  executed: [],
  failed: [],
  rejected: [],
  expired: ['expired'],
  withdrawn: [],
  superseded: [],
  stale: ['stale'],
};

const promise = (isKept: boolean, broken: string): void => {
  if (!isKept) throw new Error(broken);
};

/** The world at the moment of a change. */
interface Around {
  people: readonly Principal[];
  company: PlayedCompany;
  /** What the process goes by. */
  policy: PolicyName;
}

/** A change that was written. */
export function observe(oracle: Oracle, { approvals = [], audit }: Change, around: Around): void {
  for (const { at, event } of audit) {
    promise(at >= oracle.latest, `time went back by ${oracle.latest - at} ms at ${event}`);
    Object.assign(oracle, { latest: at });
    oracle.seen.add(event);
  }
  const rows = Map.groupBy(audit, ({ approval }) => approval);
  for (const { to, from } of approvals) {
    const before = oracle.ledger.get(to.id);
    promise(before?.version === from && to.version === (from ?? 0) + 1, `${to.id} did not go on from its last version`);
    const arrow = `${before?.status ?? 'none'} > ${to.status}`;
    const isRecovered = canonical(rows.get(to.id)?.[0]?.detail ?? null).includes('"recovered":true');
    promise(
      isRecovered || ARROWS[before?.status ?? 'none'].includes(to.status),
      `${to.id} took the forbidden step ${arrow}`,
    );
    promise(rows.get(to.id)?.length === 1, `${to.id}: ${arrow} has ${rows.get(to.id)?.length ?? 0} audit rows`);
    promise(!before || canonical(before.proposal.input) === canonical(to.proposal.input), `${to.id} changed its input`);
    decided(before, to, around);
    begun(oracle, before, to, around.company);
    sentAgain(before, to);
    oracle.ledger.set(to.id, to);
    if (to.status === 'executing') oracle.attempted.set(to.id, to.attempt);
    oracle.audited.set(to.id, (oracle.audited.get(to.id) ?? 0) + 1);
    oracle.seen.add(isRecovered ? 'recovered' : arrow);
  }
}

/** It is first sent soon after it was decided, and what people saw of the order on the card is true still, whoever changed it meanwhile. */
function begun({ shown }: Oracle, before: Approval | undefined, to: Approval, { orders }: PlayedCompany): void {
  if (before?.status !== 'approved' || to.status !== 'executing') return;
  const decidedAt = to.decisions.at(-1)?.at ?? to.openedAt;
  promise(to.startedAt < decidedAt + BEGIN_WITHIN, `${to.id} was begun too late`);
  const order = [...orders].find(([id]) => to.proposal.target === `order:${id}`)?.[1];
  const refunded = order && formatMoney(money(order.refunded, 'USD'));
  promise(
    refunded === shown.get(to.id)?.refunded,
    `${to.id} was begun although ${refunded} is refunded, not ${shown.get(to.id)?.refunded}`,
  );
}

/** What may still be on its way is not sent a second time. */
function sentAgain(before: Approval | undefined, to: Approval): void {
  if (before?.status !== 'unknown' || to.status !== 'executing') return;
  promise(to.startedAt >= before.startedAt + REQUEST_LIFETIME, `${to.id} was sent again too early`);
  promise(to.attempt <= 1 + before.attempt, `${to.id} was sent too often`);
}

/** Every approval is by somebody who may; and what is approved has as many as the policy wants now, whatever it was. */
function decided(before: Approval | undefined, to: Approval, { people, policy }: Around): void {
  const approving = to.decisions.filter(({ verdict }) => verdict === 'approve');
  const may = before?.status === 'prepared' ? mayConfirm : mayApprove;
  for (const { by, slackUser, at } of approving.slice(before?.decisions.length ?? 0)) {
    promise(before !== undefined && at < before.expiresAt, `${to.id} was approved too late`);
    const who = people.find((one) => one.slackUser === slackUser);
    promise(who?.person === by && may(to, who), `${to.id} was approved by ${by}, who may not`);
  }
  if (to.status !== 'approved') return;
  const least = leastFor(policy, to.proposal.cost?.minor ?? 0);
  const persons = new Set(approving.map(({ by }) => by)).size;
  promise(
    persons >= Math.max(least.count, to.needs.kind === 'people' ? to.needs.count : 1),
    `${to.id} lacks a decision`,
  );
  promise(!least.isByLead || approving.some(({ role }) => role === 'lead'), `${to.id} lacks a lead`);
  promise(before?.status !== 'prepared' || least.count === 0, `${to.id} needs more than its requester's yes`);
}

const mayConfirm = ({ requester }: Approval, { person, external }: Principal): boolean =>
  !external && person === requester.person;

const mayApprove = ({ requester, editor, proposal }: Approval, who: Principal): boolean =>
  !who.external &&
  (who.role === 'agent' || who.role === 'lead') &&
  who.person !== requester.person &&
  who.person !== editor?.person &&
  who.customerId !== proposal.customer;

/** A message that people can read. */
export function look(oracle: Oracle, message: Message): void {
  for (const { id, proposal } of rowsIn(message)) {
    const shown = {
      input: canonical(proposal.input),
      refunded: proposal.facts.find(({ label }) => label === 'Already refunded')?.value,
    };
    const before = oracle.shown.get(id) ?? shown;
    promise(before.input === shown.input, `the card of ${id} asks for something else than before`);
    promise(before.refunded === shown.refunded, `the card of ${id} tells something else than before`);
    oracle.shown.set(id, shown);
  }
}

function rowsIn(message: Message): readonly Approval[] {
  if (message.kind === 'card') return message.rows;
  return message.kind === 'confirmation' ? [message.approval] : [];
}

/** What must hold at every moment, judged by the company's journal. */
export function judge({ ledger, shown, attempted, isSetBack }: Oracle, company: PlayedCompany): void {
  promise(!overRefunded(company), 'more was refunded than was paid');
  if (isSetBack) return;
  for (const [key, sendings] of Map.groupBy(company.sent, (sent) => sent)) {
    const attempts = attempted.get(key) ?? 0;
    promise(sendings.length <= attempts, `${key} was sent ${sendings.length} times in ${attempts} attempts`);
  }
  const keys = company.journal.map(({ key }) => key);
  promise(new Set(keys).size === keys.length, 'something was executed twice');
  for (const { key, asked } of company.journal) {
    const approval = ledger.get(key);
    promise(
      approval !== undefined && shown.get(key)?.input === asked,
      `${key} was executed otherwise than it was shown`,
    );
    promise(approval !== undefined && canonical(approval.proposal.input) === asked, `${key} was executed otherwise`);
    promise(
      MAY_HAVE_HAPPENED.includes(approval?.status ?? 'pending'),
      `${key} is ${approval?.status} and was executed`,
    );
  }
  for (const { id, status } of ledger.values())
    promise(status !== 'executed' || keys.includes(id), `${id} is executed, and nothing happened`);
}

const MAY_HAVE_HAPPENED: readonly ApprovalStatus[] = ['executing', 'unknown', 'executed'];

/** What must hold once nothing is on its way any more and all time has gone by. */
export function judgeEnd({ ledger, audited, isSetBack }: Oracle): void {
  for (const approval of ledger.values()) {
    const { id, status, version } = approval;
    promise(isSetBack || audited.get(id) === version, `${id} has version ${version} and ${audited.get(id)} audit rows`);
    promise(!['prepared', 'approved', 'executing'].includes(status), `${id} is left ${status}`);
    promise(status !== 'unknown' || approval.forPerson !== undefined, `${id} is left unknown, and nobody was asked`);
    promise(status !== 'pending' || approval.paused !== undefined, `${id} is left undecided after its time`);
  }
}
