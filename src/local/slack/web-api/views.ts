import { z } from 'zod';
import type { View } from '../state/views.ts';
import type { World } from '../world.ts';
import { openView, pushView, setHome, updateView } from '../views.ts';
import { type Answer, fail, method, type Methods, succeed } from './method.ts';
import { readView } from './view-input.ts';

const trigger = { trigger_id: z.string().min(1), view: z.unknown().optional() };

export const views: Methods = {
  'views.open': method({
    input: z.object(trigger),
    answer: (world, input) => withTrigger(world, input, (user, view) => openView(world, user, view)),
  }),

  'views.push': method({
    input: z.object(trigger),
    answer: (world, input) => withTrigger(world, input, (user, view) => pushView(world, user, view)),
  }),

  'views.update': method({
    input: z.object({
      view_id: z.string().optional(),
      external_id: z.string().optional(),
      hash: z.string().optional(),
      view: z.unknown().optional(),
    }),
    answer: (world, input) => {
      const shown = world.views.get(input.view_id ?? input.external_id ?? '');
      if (!shown) return fail('not_found');
      if (input.hash !== undefined && input.hash !== shown.view.hash) return fail('hash_conflict');
      const read = readView(world, input.view, shown.view.type);
      return read.ok ? succeed({ view: updateView(world, shown, read.view) }) : read.refusal;
    },
  }),

  'views.publish': method({
    input: z.object({ user_id: z.string().min(1), hash: z.string().optional(), view: z.unknown().optional() }),
    answer: (world, input) => {
      if (!world.users.has(input.user_id)) return fail('user_not_found');
      const before = world.views.home(input.user_id);
      if (input.hash !== undefined && input.hash !== before?.hash) return fail('hash_conflict');
      const read = readView(world, input.view, 'home');
      if (!read.ok) return read.refusal;
      const view = { ...read.view, id: before?.id ?? read.view.id, root_view_id: before?.id ?? read.view.id };
      return succeed({ view: setHome(world, input.user_id, view) });
    },
  }),
};

/** The view is checked first: a mistake in it does not use the trigger up. */
function withTrigger(
  world: World,
  input: { trigger_id: string; view?: unknown },
  show: (user: string, view: View) => View | undefined,
): Answer {
  const read = readView(world, input.view, 'modal');
  if (!read.ok) return read.refusal;
  const exchanged = world.triggers.exchange(input.trigger_id);
  if (!exchanged.ok) return fail(exchanged.error);
  const view = show(exchanged.trigger.user, read.view);
  return view ? succeed({ view }) : fail('push_limit_reached');
}
