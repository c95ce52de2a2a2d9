import { z } from 'zod';
import type { Fields } from '../json.ts';
import { BOT, type Channel } from '../seed.ts';
import type { Caller } from '../tokens.ts';
import type { World } from '../world.ts';

export type Answer = Succeeded | Failed;
export interface Succeeded extends Fields {
  ok: true;
}
export interface Failed extends Fields {
  ok: false;
  error: string;
}

export const succeed = (fields: Fields = {}): Succeeded => ({ ok: true, ...fields });
export const fail = (error: string, more: Fields = {}): Failed => ({ ok: false, error, ...more });

/** One Web API method, as the front door calls it. */
export interface Method {
  token: Caller['kind'];
  /** Any one of them is enough; none: no scope is needed. */
  scopes: readonly string[];
  answer(world: World, args: Fields, caller: Caller): Answer;
}

export type Methods = Readonly<Record<string, Method>>;

interface Definition<Input> {
  input: z.ZodType<Input>;
  token?: Caller['kind'];
  scopes?: readonly string[];
  answer(world: World, input: Input, caller: Caller): Answer;
}

/** Arguments that do not fit are `invalid_arguments`, with every mistake named. */
export function method<Input>(definition: Definition<Input>): Method {
  return {
    token: definition.token ?? 'bot',
    scopes: definition.scopes ?? [],
    answer: (world, args, caller) => {
      const input = definition.input.safeParse(args);
      if (input.success) return definition.answer(world, input.data, caller);
      return invalidArguments(input.error.issues.map((issue) => `${issue.message} [${issue.path.join('/')}]`));
    },
  };
}

export const invalidArguments = (messages: readonly string[]): Failed =>
  fail('invalid_arguments', { response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) } });

/** A form carries `true` as text. */
export const flag = z
  .union([z.boolean(), z.enum(['true', '1', 'false', '0'])])
  .transform((value) => value === true || value === 'true' || value === '1')
  .default(false);

export const noArguments = z.looseObject({});

/** The channel, if the app can know that it exists. */
export function visibleChannel(world: World, id: string): Channel | undefined {
  const channel = world.channels.get(id);
  return channel && (channel.kind === 'channel' || isMember(channel)) ? channel : undefined;
}

export const isMember = (channel: Channel, user: string = BOT.user): boolean => channel.members.includes(user);

export type Joined = { ok: true; channel: Channel } | { ok: false; refusal: Failed };

/** The channel, if the app is in it. A person's id stands for the direct message with them. */
export function joinedChannel(world: World, id: string): Joined {
  const channel = visibleChannel(world, id) ?? directMessageWith(world, id);
  if (!channel) return { ok: false, refusal: fail('channel_not_found') };
  return isMember(channel) ? { ok: true, channel } : { ok: false, refusal: fail('not_in_channel') };
}

export const directMessageWith = (world: World, user: string): Channel | undefined =>
  [...world.channels.values()].find((channel) => channel.kind === 'im' && channel.user === user);
