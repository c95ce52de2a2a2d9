import type { Command, Deed } from './pure-commands.ts';
import { happen, pickAny, pickIn, personAt, wait } from './pure-choose.ts';
import { checkCompany } from './pure-oracle.ts';
import * as requests from './pure-requests.ts';
import * as sendings from './pure-sendings.ts';
import type { World } from './pure-setting.ts';
import { commit, NOTHING } from './pure-world.ts';
import type { Plan } from './pure-world.ts';

/** Plays the story and checks every promise after every command; throws at the first that is broken. */
export function play(world: World, story: readonly Command[]): void {
  let before: Deed = { kind: 'again' };
  for (const command of story) {
    if ('event' in command) happen(world, command.event);
    else before = perform(world, command.deed.kind === 'again' ? before : command.deed, command.racing);
    checkCompany(world);
  }
}

function perform(world: World, deed: Deed, racing: Deed | undefined): Deed {
  if (deed.kind === 'reconcile') wait(world, deed.after);
  const plans = [deed, ...(racing ? [racing] : [])].map((each) => planOf(world, each));
  for (const { transitions, afterwards } of plans) if (commit(world, transitions)) afterwards?.();
  return deed;
}

function planOf(world: World, deed: Deed): Plan {
  switch (deed.kind) {
    case 'propose':
      return requests.propose(world, deed);
    case 'propose-both':
      return requests.proposeBoth(world, deed);
    case 'edit':
      return requests.edit(world, pickIn(world, 'pending', deed.pick), deed);
    case 'approve':
      return requests.approve(world, pickAny(world, 'pending', deed.pick), personAt(world, deed.by));
    case 'reject':
    case 'drop':
      return requests.turnDown(world, pickAny(world, 'pending', deed.pick), deed, deed.kind);
    case 'ask':
      return requests.ask(world, pickIn(world, 'pending', deed.pick), personAt(world, deed.by));
    case 'answer':
      return requests.answer(world, pickIn(world, 'pending', deed.pick));
    case 'confirm':
      return requests.confirmed(world, pickAny(world, 'prepared', deed.pick), deed);
    case 'withdraw':
      return requests.takeBack(world, pickIn(world, deed.pick % 3 === 0 ? 'prepared' : 'pending', deed.pick));
    case 'remind':
      return requests.reminded(world, pickIn(world, 'pending', deed.pick));
    case 'expire':
      return requests.timeUp(world, deed.pick);
    case 'reopen':
      return requests.again(world, pickIn(world, deed.pick % 2 === 0 ? 'expired' : 'stale', deed.pick));
    case 'execute':
      return sendings.execute(world, pickIn(world, 'approved', deed.pick), deed.sending);
    case 'reconcile':
      return sendings.reconcile(world, pickIn(world, 'unknown', deed.pick), deed.sending);
    case 'restart':
      return sendings.takeUp(world, pickIn(world, 'executing', deed.pick), deed.sending);
    case 'settle':
      return sendings.settle(world, pickAny(world, 'unknown', deed.pick), deed);
    case 'again':
      return NOTHING;
  }
}
