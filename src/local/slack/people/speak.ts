import { edit, post, remove } from '../messages.ts';
import { BOT, type Channel } from '../seed.ts';
import type { Attachment } from '../state/files.ts';
import type { Message } from '../state/messages.ts';
import type { World } from '../world.ts';

export interface Speech {
  user: string;
  channel: string;
  /** As Slack stores it: `<@UBOT>`, `&amp;`. */
  text: string;
  threadTs?: string | undefined;
  /** With a file there may be no text. */
  files?: readonly Attachment[] | undefined;
}

export type Spoken =
  | { ok: true; ts: string }
  | { ok: false; error: 'user_not_found' | 'channel_not_found' | 'not_in_channel' | 'no_text' };

/** A person writes a message. A public channel is open to everybody; into others they must have been invited. */
export function speak(world: World, speech: Speech): Spoken {
  const channel = world.channels.get(speech.channel);
  if (!channel) return { ok: false, error: 'channel_not_found' };
  if (!world.users.has(speech.user)) return { ok: false, error: 'user_not_found' };
  if (!mayWrite(channel, speech.user)) return { ok: false, error: 'not_in_channel' };
  const { user, text, threadTs, files = [] } = speech;
  if (text.trim() === '' && files.length === 0) return { ok: false, error: 'no_text' };
  const kept = files.map((file) => world.files.add(user, file));
  const draft = { user, text, threadTs, clientMessageId: world.ids.secret() };
  return { ok: true, ts: post(world, channel, kept.length === 0 ? draft : { ...draft, files: kept }).ts };
}

/** A person changes what they wrote, or deletes it when there is no new text. False: it is not theirs. */
export function rewrite(world: World, speech: Omit<Speech, 'threadTs'> & { ts: string }): boolean {
  if (speech.text === '') return takeBack(world, speech);
  const own = ownMessage(world, speech);
  if (own) edit(world, own.channel, own.message, { text: speech.text });
  return own !== undefined;
}

/** A person deletes what they wrote. False: it is not theirs. */
export function takeBack(world: World, place: Place): boolean {
  const own = ownMessage(world, place);
  if (own) remove(world, own.channel, own.message);
  return own !== undefined;
}

interface Place {
  user: string;
  channel: string;
  ts: string;
}

function ownMessage(
  world: World,
  { user, channel: id, ts }: Place,
): { channel: Channel; message: Message } | undefined {
  const channel = world.channels.get(id);
  const message = world.messages.get(id, ts);
  return channel && message?.user === user ? { channel, message } : undefined;
}

/** What a person typed, as Slack stores it: markup escaped, the bot's name a mention. */
export const encode = (typed: string): string =>
  escape(typed).replace(new RegExp(`@${BOT.name}\\b`, 'gi'), `<@${BOT.user}>`);

/** What a person typed, with nothing in it that Slack would read as markup. */
export const escape = (typed: string): string =>
  typed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

export const mayWrite = (channel: Channel, user: string): boolean =>
  channel.kind === 'channel' || channel.members.includes(user);
