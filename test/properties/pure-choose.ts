import type { Approval, ApprovalStatus } from '../../src/domain/approval.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { changeByHand, landDue } from './pure-company.ts';
import type { Event } from './pure-commands.ts';
import { approvalsIn } from './pure-setting.ts';
import type { World } from './pure-setting.ts';

type In<Status extends ApprovalStatus> = Extract<Approval, { status: Status }>;

export function pickIn<Status extends ApprovalStatus>(
  world: World,
  status: Status,
  pick: number,
): In<Status> | undefined {
  const there = approvalsIn(world).filter((approval): approval is In<Status> => approval.status === status);
  return there[pick % there.length];
}

/** Mostly one in that state; a button may be pressed in any. */
export function pickAny(world: World, status: ApprovalStatus, pick: number): Approval | undefined {
  if (pick % 6 !== 5) return pickIn(world, status, pick);
  const all = approvalsIn(world);
  return all[pick % all.length];
}

export function personAt({ people }: World, by: number): Principal {
  const person = people[by % people.length];
  if (!person) throw new Error('nobody is there');
  return person;
}

export function happen(world: World, event: Event): void {
  switch (event.kind) {
    case 'role': {
      const { role, external } = event;
      world.people.splice(event.who % world.people.length, 1, { ...personAt(world, event.who), role, external });
      return;
    }
    case 'order':
      return changeOrder(world, event.order, event.amount);
    case 'policy':
      return void Object.assign(world, { strictPolicy: event.strict });
    case 'wait':
      return wait(world, event.milliseconds);
    case 'jump':
      return jump(world, event.milliseconds);
  }
}

/** A company that checks no versions cannot be changed by hand while something is on its way to it. */
function changeOrder(world: World, index: 0 | 1, amount: number): void {
  const order = world.company.orders[index];
  const isBusy = approvalsIn(world).some(
    ({ status, proposal }) =>
      (status === 'executing' || status === 'unknown') && proposal.target === `order:${order.id}`,
  );
  if (world.company.keyed || !isBusy) changeByHand(order, amount);
}

export function wait(world: World, milliseconds: number): void {
  Object.assign(world, { truth: world.truth + milliseconds });
  landDue(world.company, world.truth);
}

/** Without keys the clock may fall behind the truth, never run ahead of it: there, a jump ahead is a machine that slept. */
function jump(world: World, milliseconds: number): void {
  if (milliseconds > 0 && !world.company.keyed) return wait(world, milliseconds);
  Object.assign(world, { skew: world.skew + milliseconds });
}
