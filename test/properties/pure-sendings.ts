import type { Approval, Approved, Executing, Unknown } from '../../src/domain/approval.ts';
import { earlier, isItsTurn, rowsOf, stopRest } from '../../src/domain/bundle.ts';
import { expire } from '../../src/domain/endings.ts';
import { begin, finish, REQUEST_LIFETIME, sendAgain } from '../../src/domain/execution.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import type { Execution } from '../../src/domain/receipt.ts';
import { ok, refuse } from '../../src/domain/result.ts';
import type { Refusal, Result } from '../../src/domain/result.ts';
import { askPerson, ASK_PERSON_AFTER, hear } from '../../src/domain/testimony.ts';
import { SECOND } from '../../src/domain/time.ts';
import { personAt } from './pure-choose.ts';
import type { Sending } from './pure-commands.ts';
import { decline, garble, land, requestOf } from './pure-company.ts';
import { isBroken } from './pure-oracle.ts';
import { approvalsIn, nowIn } from './pure-setting.ts';
import type { World } from './pure-setting.ts';
import { commit, ended, NOTHING, proposalFor } from './pure-world.ts';
import type { Plan } from './pure-world.ts';

export function execute(world: World, approval: Approved | undefined, sending: Sending): Plan {
  if (!approval) return NOTHING;
  const now = nowIn(world);
  const rows = rowsOf(approval, approvalsIn(world));
  const broken = earlier(approval, rows).find(isBroken);
  if (broken) return { transitions: stopRest(broken, [approval], now).map((to) => ({ from: approval, to })) };
  if (!isItsTurn(approval, rows)) return NOTHING;
  const begun = begin(approval, readAgain(world, approval), now);
  if (begun.ok) return sent(world, approval, begun.value, sending);
  const to = begun.refusal === 'too-late' ? expire(approval, now) : begun.refusal;
  return { transitions: ended(world, approval, to) };
}

/** Looked up by its key; what did not arrive is sent again once nothing can be on its way any more. */
export function reconcile(world: World, approval: Unknown | undefined, sending: Sending): Plan {
  if (!approval) return NOTHING;
  const now = nowIn(world);
  const found = world.company.answers.get(approval.id);
  const contradicts = found?.kind === 'unknown' && !approval.forPerson;
  if (contradicts) return { transitions: [{ from: approval, to: askPerson(approval, now) }] };
  if (found) return { transitions: ended(world, approval, finish(approval, found, now)) };
  if (approval.forPerson) return NOTHING;
  if (now - approval.firstStartedAt >= ASK_PERSON_AFTER) {
    return { transitions: [{ from: approval, to: askPerson(approval, now) }] };
  }
  if (now - approval.startedAt < REQUEST_LIFETIME) return NOTHING;
  return sent(world, approval, sendAgain(approval, now), sending);
}

/** The process died in the middle of it. Only a company that knows keys may be asked again at once. */
export function takeUp(world: World, approval: Executing | undefined, sending: Sending): Plan {
  if (!approval) return NOTHING;
  const now = nowIn(world);
  const found = world.company.answers.get(approval.id);
  if (found) return { transitions: ended(world, approval, finish(approval, found, now)) };
  const isOver = now - approval.startedAt >= REQUEST_LIFETIME;
  if (world.company.keyed || isOver) return sent(world, approval, sendAgain(approval, now), sending);
  return { transitions: [{ from: approval, to: finish(approval, { kind: 'unknown', why: 'died' }, now) }] };
}

export function settle(
  world: World,
  approval: Approval | undefined,
  { by, verdict }: { by: number; verdict: 'done' | 'not-done' },
): Plan {
  if (!approval) return NOTHING;
  const result = hear(approval, { verdict, by: personAt(world, by), note: 'seen' }, nowIn(world));
  return result.ok ? { transitions: ended(world, approval, result.value) } : NOTHING;
}

function readAgain({ company }: World, { proposal }: Approved): Result<Proposal, Refusal> {
  const order = company.orders.find(({ id }) => proposal.target === `order:${id}`);
  if (!order || order.status === 'cancelled') return refuse({ code: 'ORDER_CANCELLED', message: 'It was cancelled.' });
  return ok(proposalFor(order, proposal.cost?.minor ?? 0));
}

/** The intent is written before anything is sent. */
const sent = (world: World, from: Approval, to: Executing, sending: Sending): Plan => ({
  transitions: [{ from, to }],
  afterwards: () => send(world, to, sending),
});

function send(world: World, executing: Executing, sending: Sending): void {
  const heard = arrive(world, executing, sending);
  if (heard) commit(world, ended(world, executing, finish(executing, heard, nowIn(world))));
}

const TIMED_OUT: Execution = { kind: 'unknown', why: 'timed out' };

/** What the bot hears; undefined: it died before it heard anything. */
function arrive({ company, truth }: World, executing: Executing, sending: Sending): Execution | undefined {
  const request = requestOf(executing);
  switch (sending.how) {
    case 'answered':
      return land(company, request);
    case 'garbled':
      return garble(company, request);
    case 'declined':
      return decline(company, request);
    case 'lost':
      return TIMED_OUT;
    case 'crash-before-call':
      return undefined;
    case 'cut-after-commit':
      land(company, request);
      return TIMED_OUT;
    case 'crash-after-call':
      land(company, request);
      return undefined;
    case 'late':
    case 'crash-while-late':
      company.onItsWay.push({ request, lands: truth + sending.seconds * SECOND });
      return sending.how === 'late' ? TIMED_OUT : undefined;
  }
}
