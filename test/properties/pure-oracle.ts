import { isOpen } from '../../src/domain/approval.ts';
import type { Approval, Executed, Executing, Failed, Unknown } from '../../src/domain/approval.ts';
import { rowsOf } from '../../src/domain/bundle.ts';
import { LONGEST_PAUSE } from '../../src/domain/deadline.ts';
import { BEGIN_WITHIN } from '../../src/domain/execution.ts';
import { canonical } from '../../src/domain/json.ts';
import type { Decision } from '../../src/domain/ledger.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { BENEFICIARY, DECIDE_WITHIN, approvalsIn, policyFor } from './pure-setting.ts';
import type { Seen, World } from './pure-setting.ts';

const FINAL: readonly Approval['status'][] = [
  'executed',
  'failed',
  'rejected',
  'expired',
  'withdrawn',
  'superseded',
  'stale',
];

/** Every change of the ledger passes here before it counts. */
export function watch(world: World, from: Approval | undefined, to: Approval, now: number): void {
  if (!from) return void world.seen.set(to.id, firstSeen(world, to, now));
  const seen = seenOf(world, to);
  demand(to.id === from.id, 'the key stays', to);
  demand(to.version === from.version + 1, 'the version moves by exactly 1', to);
  demand(canonical(to.proposal.input) === seen.displayed, 'what was displayed stays', to);
  demand(to.conversation === from.conversation && to.edition === from.edition, 'it stays itself', to);
  if (FINAL.includes(from.status)) checkReopened(from, to);
  if (to.status === 'unknown' && from.status === 'unknown') checkStillAsked(from, to);
  watchClock(seen, from, to, now);
  const added = to.decisions.slice(from.decisions.length);
  demand(
    from.decisions.every((decision, index) => decision === to.decisions[index]),
    'decisions stay',
    to,
  );
  for (const decision of added) watchDecision(world, { approval: from, decision, seen, now });
  if (to.status === 'executing' && from.status === 'approved') checkBegin(world, to, seen, now);
  if ('settledBy' in to && to.settledBy) checkSettled(from, to, seen);
}

/** What must be true of the company after every command. */
export function checkCompany({ company, ledger, seen }: World): void {
  for (const { id, paid, refunded } of company.orders) demand(refunded <= paid, `${id}: not more refunded than paid`);
  demand(new Set(company.journal.map(({ key }) => key)).size === company.journal.length, 'no key is done twice');
  for (const { key, input } of company.journal) {
    demand(seen.get(key)?.begun === true, `${key} was begun by the ledger`);
    demand(seen.get(key)?.displayed === input, `${key}: done as displayed`);
    demand(!saysUndone(ledger.get(key)), `${key}: the ledger never says that it was not done`);
  }
  for (const approval of ledger.values()) {
    if (approval.status !== 'executed' || approval.settledBy) continue;
    demand(
      company.journal.some(({ key }) => key === approval.id),
      'what is executed was done',
      approval,
    );
  }
}

/** People may err. */
const saysUndone = (approval: Approval | undefined): boolean =>
  approval === undefined ||
  (approval.status === 'failed'
    ? !approval.settledBy
    : FINAL.includes(approval.status) && approval.status !== 'executed');

function firstSeen(world: World, to: Approval, now: number): Seen {
  demand(to.version === 1 && (to.status === 'prepared' || to.status === 'pending'), 'it opens undecided', to);
  return {
    displayed: canonical(to.proposal.input),
    requester: to.requester.person,
    editor: to.editor?.person,
    people: required(world, to),
    yes: [],
    clock: { ran: 0, since: now, stands: false },
    begun: false,
  };
}

function required({ strictPolicy }: World, { proposal }: Approval): Seen['people'] {
  const needs = policyFor(proposal.cost?.minor ?? 0, strictPolicy);
  return needs.kind === 'people' ? { count: needs.count, lead: needs.role === 'lead' } : { count: 0, lead: false };
}

function checkReopened(from: Approval, to: Approval): void {
  const isFirst = (from.status === 'expired' || from.status === 'stale') && from.reopened === undefined;
  demand(isFirst && to.status === from.status && to.reopened !== undefined, 'a final state never changes', to);
}

function checkStillAsked(from: Unknown, to: Unknown): void {
  demand(!from.forPerson || to.forPerson?.since === from.forPerson.since, 'who was asked stays asked', to);
}

function watchClock(seen: Seen, from: Approval, to: Approval, now: number): void {
  if (to.status !== 'pending') return;
  const [stood, stands] = [from.status === 'pending' && from.paused !== undefined, to.paused !== undefined];
  if (from.status === 'prepared') Object.assign(seen, { clock: { ran: 0, since: now, stands: false } });
  else if (stood !== stands) Object.assign(seen, { clock: { ran: ranFor(seen, now), since: now, stands } });
  const { ran, since } = seen.clock;
  const ends = since + DECIDE_WITHIN - ran + (stands ? LONGEST_PAUSE : 0);
  demand(to.expiresAt === ends || Math.max(to.expiresAt, ends) <= now, 'its time is what is left of it', to);
}

/** A clock that stands runs again after the longest pause. */
function ranFor({ clock: { ran, since, stands } }: Seen, now: number): number {
  return ran + Math.max(0, now - since - (stands ? LONGEST_PAUSE : 0));
}

interface Watched {
  approval: Approval;
  decision: Decision;
  seen: Seen;
  now: number;
}

function watchDecision(world: World, { approval, decision, seen, now }: Watched): void {
  const who = world.people.find(({ slackUser }) => slackUser === decision.slackUser);
  if (!who) throw new Error('somebody unknown decided');
  demand(
    decision.by === who.person && decision.at === now && decision.role === who.role,
    'it says who, when, as what',
    approval,
  );
  demand(ranFor(seen, now) < DECIDE_WITHIN, 'nothing is decided at or after its deadline', approval);
  const { count, lead } = required(world, approval);
  Object.assign(seen, { people: { count: Math.max(seen.people.count, count), lead: seen.people.lead || lead } });
  if (decision.verdict === 'reject') return demand(isStaff(who), 'staff rejects', approval);
  const mayApprove =
    approval.status === 'prepared' && seen.people.count === 0
      ? who.person === seen.requester && !who.external
      : approval.status === 'pending' && mayDecide(who, seen);
  demand(mayApprove, 'who approved may', approval);
  seen.yes.push({ person: who.person, lead: who.role === 'lead', at: now });
}

const isStaff = ({ role, external }: Principal): boolean => !external && (role === 'agent' || role === 'lead');

const mayDecide = (who: Principal, { requester, editor }: Seen): boolean =>
  isStaff(who) && who.person !== requester && who.person !== editor && who.customerId !== BENEFICIARY;

function checkBegin(world: World, to: Executing, seen: Seen, now: number): void {
  const { yes, people } = seen;
  demand(
    new Set(yes.map(({ person }) => person)).size >= Math.max(people.count, 1),
    'enough different people agreed',
    to,
  );
  demand(!people.lead || yes.some(({ lead }) => lead), 'a lead agreed', to);
  demand(to.decisions.length === yes.length, 'nobody else is said to have agreed', to);
  demand(now < (yes.at(-1)?.at ?? 0) + BEGIN_WITHIN, 'nothing is begun late', to);
  demand(!seen.begun, 'it is begun once', to);
  const before = rowsOf(to, approvalsIn(world)).filter((row) => (row.bundle?.step ?? 0) < (to.bundle?.step ?? 0));
  demand(!before.some((row) => isOpen(row) || isBroken(row)), 'rows go in order and none follows one that broke', to);
  Object.assign(seen, { begun: true });
}

export const isBroken = ({ status }: Approval): boolean =>
  status === 'failed' || status === 'stale' || status === 'expired';

function checkSettled(from: Approval, to: Executed | Failed, seen: Seen): void {
  const said = to.settledBy ?? [];
  demand(from.status === 'unknown' && from.forPerson !== undefined, 'people settle what they were asked', to);
  demand(
    new Set(said.map(({ by }) => by)).size >= Math.max(seen.people.count, 1),
    'enough different people said so',
    to,
  );
  demand(
    said.every(({ verdict }) => verdict === (to.status === 'executed' ? 'done' : 'not-done')),
    'they agree',
    to,
  );
  demand(!seen.people.lead || said.some(({ role }) => role === 'lead'), 'a lead is among them', to);
  demand(
    said.every(
      ({ by, role }) => by !== seen.requester && by !== seen.editor && role !== 'admin' && role !== 'customer',
    ),
    'they may',
    to,
  );
}

function seenOf(world: World, { id }: Approval): Seen {
  const seen = world.seen.get(id);
  if (!seen) throw new Error(`${id} was never opened`);
  return seen;
}

function demand(holds: boolean, promise: string, approval?: Approval): void {
  if (!holds) throw new Error(`broken: ${promise}${approval ? ` (${approval.id}, ${approval.status})` : ''}`);
}
