import { z } from 'zod';
import { BOT } from '../seed.ts';
import type { Message, Reaction } from '../state/messages.ts';
import type { World } from '../world.ts';
import { type Answer, fail, joinedChannel, method, type Methods, succeed } from './method.ts';

const input = z.object({ channel: z.string().min(1), timestamp: z.string().min(1), name: z.string().min(1) });

export const reactions: Methods = {
  'reactions.add': method({
    input,
    scopes: ['reactions:write'],
    answer: (world, place) =>
      onMessage(world, place, (message) =>
        hasReacted(message, place.name) ? fail('already_reacted') : react(world, place, message, true),
      ),
  }),
  'reactions.remove': method({
    input,
    scopes: ['reactions:write'],
    answer: (world, place) =>
      onMessage(world, place, (message) =>
        hasReacted(message, place.name) ? react(world, place, message, false) : fail('no_reaction'),
      ),
  }),
};

type Place = z.infer<typeof input>;

function onMessage(world: World, place: Place, answer: (message: Message) => Answer): Answer {
  const found = joinedChannel(world, place.channel);
  if (!found.ok) return found.refusal;
  const message = world.messages.get(found.channel.id, place.timestamp);
  return message ? answer(message) : fail('message_not_found');
}

const hasReacted = (message: Message, name: string): boolean =>
  (message.reactions ?? []).some((one) => one.name === name && one.users.includes(BOT.user));

function react(world: World, place: Place, message: Message, add: boolean): Answer {
  const old = message.reactions ?? [];
  const others = (old.find((one) => one.name === place.name)?.users ?? []).filter((user) => user !== BOT.user);
  const users = add ? [...others, BOT.user] : others;
  const changed: Reaction = { name: place.name, users, count: users.length };
  const kept = old.filter((one) => one.name !== place.name);
  const next = { ...message, reactions: users.length > 0 ? [...kept, changed] : kept };
  world.messages.put(place.channel, next);
  world.feed.publish({ type: 'message_changed', channel: place.channel, message: next });
  return succeed();
}
