import { z } from 'zod';
import { enteredState } from '../blocks/state-values.ts';
import type { Ack } from '../delivery/envelope.ts';
import type { Fields } from '../json.ts';
import type { Shown, View } from '../state/views.ts';
import { readView } from '../web-api/view-input.ts';
import { clearViews, pushView, removeView, updateView } from '../views.ts';
import type { World } from '../world.ts';
import { interactionBase } from './payload.ts';

export interface Submission {
  user: string;
  viewId: string;
  values: Fields;
}

export type Submitted =
  | { ok: true }
  | { ok: false; errors: Readonly<Record<string, string>> }
  | { ok: false; error: string };

/** A person sends a modal off, and the app says what becomes of it. */
export async function submit(world: World, submission: Submission): Promise<Submitted> {
  const user = world.users.get(submission.user);
  const shown = shownTo(world, submission.user, submission.viewId);
  if (!user || !shown) return { ok: false, error: 'view_not_found' };
  const view: View = { ...shown.view, state: { values: enteredState(shown.view.blocks, submission.values) } };
  const base = interactionBase(world, 'view_submission', user, { user: user.id, view: view.id });
  const ack = await world.delivery.deliver({ kind: 'interactive', payload: { ...base, view, response_urls: [] } });
  return obey(world, shown, ack);
}

/** A person closes a modal. The app hears of it only if it asked to. */
export async function close(world: World, user: string, viewId: string): Promise<boolean> {
  const person = world.users.get(user);
  const shown = shownTo(world, user, viewId);
  if (!person || !shown) return false;
  if (shown.view.clear_on_close) clearViews(world, user);
  else removeView(world, shown);
  if (!shown.view.notify_on_close) return true;
  const { trigger_id: _, ...base } = interactionBase(world, 'view_closed', person, { user });
  const payload = { ...base, view: shown.view, is_cleared: shown.view.clear_on_close };
  return (await world.delivery.deliver({ kind: 'interactive', payload })).acked;
}

/** https://docs.slack.dev/surfaces/modals/#handling_submissions */
const Response = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('push'), view: z.unknown().optional() }),
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.undefined().optional() }).transform(() => ({ response_action: 'close' as const })),
]);

function shownTo(world: World, user: string, viewId: string): Shown | undefined {
  const shown = world.views.get(viewId);
  return shown?.user === user && shown.view.type === 'modal' ? shown : undefined;
}

function obey(world: World, shown: Shown, ack: Ack): Submitted {
  if (!ack.acked) return { ok: false, error: 'not_acknowledged' };
  const response = Response.safeParse(ack.payload);
  if (!response.success) return { ok: false, error: 'unreadable_response' };
  switch (response.data.response_action) {
    case 'errors':
      return { ok: false, errors: response.data.errors };
    case 'update':
      return replace(world, response.data.view, (view) => updateView(world, shown, view));
    case 'push':
      return replace(world, response.data.view, (view) => pushView(world, shown.user, view));
    case 'clear':
      clearViews(world, shown.user);
      return { ok: true };
    case 'close':
      removeView(world, shown);
      return { ok: true };
  }
}

function replace(world: World, given: unknown, show: (view: View) => View | undefined): Submitted {
  const read = readView(world, given, 'modal');
  if (!read.ok) return { ok: false, error: read.refusal.error };
  return show(read.view) ? { ok: true } : { ok: false, error: 'push_limit_reached' };
}
