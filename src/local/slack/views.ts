import type { Shown, View } from './state/views.ts';
import type { World } from './world.ts';

/** https://docs.slack.dev/surfaces/modals */
const DEEPEST = 3;

/** Replaces whatever modals the person has open. */
export function openView(world: World, user: string, view: View): View {
  clearViews(world, user);
  return show(world, user, view);
}

/** Puts a modal on top of the person's others; undefined when there are three already. */
export function pushView(world: World, user: string, view: View): View | undefined {
  const stack = world.views.stack(user);
  if (stack.length >= DEEPEST) return undefined;
  const below = { root_view_id: stack[0]?.id ?? view.id, previous_view_id: stack.at(-1)?.id ?? null };
  return show(world, user, { ...view, ...below });
}

/** What the person sees changes; the view keeps its place and its id. */
export function updateView(world: World, shown: Shown, next: View): View {
  const { id, root_view_id, previous_view_id } = shown.view;
  const view = { ...next, id, root_view_id, previous_view_id };
  if (view.type === 'home') return setHome(world, shown.user, view);
  world.views.put(shown.user, view);
  world.feed.publish({ type: 'view_updated', user: shown.user, view });
  return view;
}

export function setHome(world: World, user: string, view: View): View {
  world.views.setHome(user, view);
  world.feed.publish({ type: 'home', user, view });
  return view;
}

export function removeView(world: World, shown: Shown): void {
  world.views.close(shown.view.id);
  world.feed.publish({ type: 'view_closed', user: shown.user, view: shown.view });
}

export function clearViews(world: World, user: string): void {
  for (const view of world.views.stack(user).toReversed()) removeView(world, { user, view });
}

function show(world: World, user: string, view: View): View {
  world.views.put(user, view);
  world.feed.publish({ type: 'view_opened', user, view });
  return view;
}
