import { enteredState } from '../blocks/state-values.ts';
import type { Block, Element } from '../blocks/parts.ts';
import type { Fields } from '../json.ts';
import { withoutMetadata } from '../events/message-events.ts';
import type { Channel, User } from '../seed.ts';
import type { Message } from '../state/messages.ts';
import type { View } from '../state/views.ts';
import type { World } from '../world.ts';
import { actionOf, type Choice, findElement } from './action.ts';
import { interactionBase } from './payload.ts';

/** Where the element stands. */
export type Target = { channel: string; messageTs: string } | { viewId: string };

export interface Press {
  user: string;
  target: Target;
  matches: (element: Element, block: Block) => boolean;
  choice: Choice;
  /** What the inputs of the message or view hold. */
  values?: Fields | undefined;
}

export type Pressed = { ok: true; acked: boolean } | { ok: false; error: PressError };
type PressError = 'user_not_found' | 'message_not_found' | 'view_not_found' | 'element_not_found';

/** A person uses a button or menu. Resolves when the app acknowledged it, or its time to do so is over. */
export async function press(world: World, one: Press): Promise<Pressed> {
  const user = world.users.get(one.user);
  if (!user) return { ok: false, error: 'user_not_found' };
  const place =
    'viewId' in one.target ? placeInView(world, user, one.target.viewId) : placeInMessage(world, user, one.target);
  if (!place) return { ok: false, error: 'viewId' in one.target ? 'view_not_found' : 'message_not_found' };
  const found = findElement(place.blocks, one.matches);
  if (!found) return { ok: false, error: 'element_not_found' };
  const values = enteredState(place.blocks, one.values ?? {});
  const actions = [actionOf(found, one.choice, world.ids.ts())];
  const payload = { ...place.payload, ...place.withState(values), actions };
  const ack = await world.delivery.deliver({ kind: 'interactive', payload });
  return { ok: true, acked: ack.acked };
}

interface Place {
  blocks: readonly Block[];
  payload: Fields;
  /** What was entered stands in different places of the payload. */
  withState(values: Fields): Fields;
}

function placeInMessage(world: World, user: User, target: { channel: string; messageTs: string }): Place | undefined {
  const channel = world.channels.get(target.channel);
  const ephemeral = world.ephemerals.get(target.channel, target.messageTs)?.message;
  const message = ephemeral ?? world.messages.get(target.channel, target.messageTs);
  if (!channel || !message) return undefined;
  const payload = {
    ...interactionBase(world, 'block_actions', user, { user: user.id }),
    container: containerOf(channel, message, ephemeral !== undefined),
    channel: { id: channel.id, name: channel.kind === 'im' ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: withoutMetadata(message) }),
    response_url: responseUrl(world, user, channel, message),
  };
  return { blocks: message.blocks ?? [], payload, withState: (values) => ({ state: { values } }) };
}

function containerOf(channel: Channel, message: Message, isEphemeral: boolean): Fields {
  const thread = message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts };
  return { type: 'message', message_ts: message.ts, channel_id: channel.id, is_ephemeral: isEphemeral, ...thread };
}

function responseUrl(world: World, user: User, channel: Channel, message: Message): string {
  const thread = message.thread_ts === undefined ? {} : { threadTs: message.thread_ts };
  const origin = { channel: channel.id, user: user.id, messageTs: message.ts, ...thread };
  return `${world.url}response/${world.responseUrls.issue(origin)}`;
}

function placeInView(world: World, user: User, viewId: string): Place | undefined {
  const view = viewSeenBy(world, user, viewId);
  if (!view) return undefined;
  const payload = {
    ...interactionBase(world, 'block_actions', user, { user: user.id, view: view.id }),
    container: { type: 'view', view_id: view.id },
  };
  return { blocks: view.blocks, payload, withState: (values) => ({ view: { ...view, state: { values } } }) };
}

function viewSeenBy(world: World, user: User, viewId: string): View | undefined {
  const home = world.views.home(user.id);
  return home?.id === viewId ? home : world.views.stack(user.id).find((view) => view.id === viewId);
}
