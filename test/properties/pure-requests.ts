import type { Approval, Approved, Expired, Pending, Prepared, Stale } from '../../src/domain/approval.ts';
import { bundled, rowsOf } from '../../src/domain/bundle.ts';
import { confirm } from '../../src/domain/confirm.ts';
import { deadlineAfter, pause, remind, resume } from '../../src/domain/deadline.ts';
import { barredAs, decide } from '../../src/domain/decide.ts';
import { expire, reopen, supersede, withdraw } from '../../src/domain/endings.ts';
import { isTooLate } from '../../src/domain/execution.ts';
import { maySee } from '../../src/domain/principal.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { stricterOfPeople } from '../../src/domain/requirement.ts';
import type { PeopleRequirement } from '../../src/domain/requirement.ts';
import { personAt } from './pure-choose.ts';
import type { Order } from './pure-company.ts';
import { approvalsIn, BENEFICIARY, DECIDE_WITHIN, nowIn, policyFor } from './pure-setting.ts';
import type { World } from './pure-setting.ts';
import { ended, NOTHING, opened, proposalFor } from './pure-world.ts';
import type { Plan } from './pure-world.ts';

interface Wish {
  amount: number;
  by: number;
}

/** A changed request replaces the requester's own earlier one. */
export function propose(world: World, wish: Wish & { order: 0 | 1 }): Plan {
  const next = askedFor(world, world.company.orders[wish.order], wish);
  if (!next) return NOTHING;
  const waiting = approvalsIn(world).find(
    (other): other is Prepared | Pending =>
      (other.status === 'prepared' || other.status === 'pending') &&
      other.proposal.target === next.proposal.target &&
      other.requester.person === next.requester.person,
  );
  if (!waiting) return { transitions: [{ to: next }] };
  return { transitions: [{ from: waiting, to: supersede(waiting, next, nowIn(world)) }, { to: next }] };
}

export function proposeBoth(world: World, wish: Wish): Plan {
  const rows = world.company.orders.flatMap((order) => askedFor(world, order, wish) ?? []);
  return { transitions: bundled(rows).map((to) => ({ to })) };
}

export function edit(world: World, approval: Pending | undefined, { amount, by: index }: Wish): Plan {
  const by = personAt(world, index);
  const now = nowIn(world);
  const order = approval && orderOf(world, approval);
  if (!approval || !order || barredAs(approval, { verdict: 'reject', by }) || now >= approval.expiresAt) return NOTHING;
  if (!isLeft(order, amount)) return NOTHING;
  const { requester, bundle, edition, questions, proposal } = approval;
  const editor = {
    person: by.person,
    slackUser: by.slackUser,
    at: now,
    was: proposal.words.effect,
    before: approval.editor ? [...approval.editor.before, approval.editor.person] : [],
  };
  const needs = policyFor(amount, world.strictPolicy);
  const next = opened(world, {
    proposal: proposalFor(order, amount),
    requester,
    questions,
    edition: edition + 1,
    editor,
    ...(bundle === undefined ? {} : { bundle }),
    needs: needs.kind === 'auto' ? approval.needs : needs,
  });
  return { transitions: [{ from: approval, to: supersede(approval, next, now, editor) }, { to: next }] };
}

/** One click for every row that waits: all of them or none. */
export function approve(world: World, approval: Approval | undefined, by: Principal): Plan {
  if (!approval) return NOTHING;
  const rows = rowsOf(approval, approvalsIn(world)).filter(({ status }) => status === 'pending');
  const decided = (rows.length > 0 ? rows : [approval]).map((from) => {
    const current = from.status === 'pending' ? { ...from, needs: needsNow(world, from) } : from;
    return { from, result: decide(current, { verdict: 'approve', by }, nowIn(world)) };
  });
  if (decided.some(({ result }) => !result.ok)) return NOTHING;
  return { transitions: decided.flatMap(({ from, result }) => (result.ok ? [{ from, to: result.value }] : [])) };
}

export function turnDown(
  world: World,
  approval: Approval | undefined,
  { by: index }: { by: number },
  kind: 'reject' | 'drop',
): Plan {
  if (!approval) return NOTHING;
  const by = personAt(world, index);
  const form = kind === 'drop' ? {} : { rejection: { reason: 'other', takesOver: false } as const };
  const result = decide(approval, { verdict: 'reject', by, ...form }, nowIn(world));
  return result.ok ? { transitions: [{ from: approval, to: result.value }] } : NOTHING;
}

export function ask(world: World, approval: Pending | undefined, by: Principal): Plan {
  if (!approval || barredAs(approval, { verdict: 'reject', by })) return NOTHING;
  const now = nowIn(world);
  const question = { text: 'A photo?', by: by.person, slackUser: by.slackUser, at: now };
  return { transitions: [{ from: approval, to: pause(approval, question, now) }] };
}

export function answer(world: World, approval: Pending | undefined): Plan {
  if (!approval?.paused) return NOTHING;
  return { transitions: [{ from: approval, to: resume(approval, 'here', nowIn(world)) }] };
}

/** Mostly who asked answers. */
export function confirmed(
  world: World,
  approval: Approval | undefined,
  { by: index, verdict }: { by: number; verdict: 'yes' | 'no' },
): Plan {
  if (!approval) return NOTHING;
  const requester = world.people.find(({ slackUser }) => slackUser === approval.requester.slackUser);
  const by = index < 6 && requester ? requester : personAt(world, index);
  const needs = policyFor(approval.proposal.cost?.minor ?? 0, world.strictPolicy);
  const deadline = deadlineAfter(nowIn(world), DECIDE_WITHIN);
  const result = confirm(approval, { verdict, by, needs, rules: [], deadline }, nowIn(world));
  return result.ok ? { transitions: [{ from: approval, to: result.value }] } : NOTHING;
}

export function takeBack(world: World, approval: Prepared | Pending | undefined): Plan {
  if (!approval) return NOTHING;
  return { transitions: [{ from: approval, to: withdraw(approval, 'taken-back', nowIn(world)) }] };
}

export function reminded(world: World, approval: Pending | undefined): Plan {
  const reminder = approval && remind(approval, nowIn(world));
  return approval && reminder ? { transitions: [{ from: approval, to: reminder.to }] } : NOTHING;
}

/** Whatever is due, in any order, however late. */
export function timeUp(world: World, pick: number): Plan {
  const now = nowIn(world);
  const due = approvalsIn(world).filter((from): from is Prepared | Pending | Approved => {
    if (from.status === 'approved') return isTooLate(from, now);
    return (from.status === 'prepared' || from.status === 'pending') && now >= from.expiresAt;
  });
  const from = due[pick % due.length];
  return from ? { transitions: ended(world, from, expire(from, now)) } : NOTHING;
}

export function again(world: World, approval: Expired | Stale | undefined): Plan {
  const order = approval && orderOf(world, approval);
  const amount = approval?.proposal.cost?.minor ?? 0;
  if (!approval || !order || !isLeft(order, amount)) return NOTHING;
  const next = opened(world, { proposal: proposalFor(order, amount), requester: approval.requester });
  const to = reopen(approval, next);
  return to ? { transitions: [{ from: approval, to }, { to: next }] } : NOTHING;
}

/** Alice asks most, for herself. Undefined: a tool would have said no. */
function askedFor(world: World, order: Order, { amount, by }: Wish): Prepared | Pending | undefined {
  const asker = by < 5 ? personAt(world, 0) : personAt(world, by);
  if (!maySee(asker, BENEFICIARY) || !isLeft(order, amount)) return undefined;
  const { person, slackUser, team, role } = asker;
  return opened(world, { proposal: proposalFor(order, amount), requester: { person, slackUser, team, role } });
}

const isLeft = ({ paid, refunded, status }: Order, amount: number): boolean =>
  status === 'delivered' && amount <= paid - refunded;

const orderOf = ({ company }: World, { proposal }: Approval): Order | undefined =>
  company.orders.find(({ id }) => proposal.target === `order:${id}`);

function needsNow({ strictPolicy }: World, { proposal, needs }: Pending): PeopleRequirement {
  const now = policyFor(proposal.cost?.minor ?? 0, strictPolicy);
  return now.kind === 'people' ? stricterOfPeople(needs, now) : needs;
}
