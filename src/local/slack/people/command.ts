import { z } from 'zod';
import type { Ack } from '../delivery/envelope.ts';
import { VERIFICATION_TOKEN } from '../events/envelope.ts';
import type { Fields } from '../json.ts';
import { post, whisper } from '../messages.ts';
import { BOT, type Channel, COMMANDS, TEAM, type User } from '../seed.ts';
import type { Message } from '../state/messages.ts';
import { contentInput, contentOf } from '../web-api/message-input.ts';
import type { World } from '../world.ts';
import { mayWrite, type Speech } from './speak.ts';

/** `answer`: what the app said in its acknowledgement, if it said something. */
export type Commanded = { ok: true; acked: boolean; answer?: Message } | { ok: false; error: CommandError };
type CommandError =
  | 'user_not_found'
  | 'channel_not_found'
  | 'not_in_channel'
  /** Slack has no commands in threads. */
  | 'not_in_threads'
  | 'unknown_command'
  | 'unreadable_response';

/** A person types `/support …` where a message would go. Nobody else sees it. */
export async function command(world: World, speech: Speech): Promise<Commanded> {
  const channel = world.channels.get(speech.channel);
  const user = world.users.get(speech.user);
  if (!channel) return { ok: false, error: 'channel_not_found' };
  if (!user) return { ok: false, error: 'user_not_found' };
  if (!mayWrite(channel, user.id)) return { ok: false, error: 'not_in_channel' };
  if (speech.threadTs !== undefined) return { ok: false, error: 'not_in_threads' };
  const [, name = '', text = ''] = /^(\/\S*)\s*(.*)$/s.exec(speech.text) ?? [];
  if (!COMMANDS.includes(name)) return { ok: false, error: 'unknown_command' };
  const payload = { ...payloadOf(world, user, channel), command: name, text: text.trim() };
  return hear(world, { user, channel }, await world.delivery.deliver({ kind: 'slash_commands', payload }));
}

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
function payloadOf(world: World, user: User, channel: Channel): Fields {
  const origin = { channel: channel.id, user: user.id, messageTs: '' }; // there is no message to replace
  return {
    token: VERIFICATION_TOKEN,
    team_id: user.team,
    team_domain: TEAM.domain,
    channel_id: channel.id,
    channel_name: NAMES.get(channel.kind) ?? channel.name,
    user_id: user.id,
    user_name: user.name,
    api_app_id: BOT.app,
    is_enterprise_install: 'false',
    response_url: `${world.url}response/${world.responseUrls.issue(origin)}`,
    trigger_id: world.triggers.issue({ user: user.id }),
  };
}

const NAMES: ReadonlyMap<Channel['kind'], string> = new Map([
  ['im', 'directmessage'],
  ['private', 'privategroup'],
]);

const Answer = z.object({
  text: contentInput.text,
  blocks: contentInput.blocks,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
});

interface Place {
  user: User;
  channel: Channel;
}

function hear(world: World, { user, channel }: Place, ack: Ack): Commanded {
  if (!ack.acked) return { ok: true, acked: false };
  if (Object.keys(ack.payload).length === 0) return { ok: true, acked: true };
  const answer = Answer.safeParse(ack.payload);
  const read = answer.success ? contentOf(world, answer.data) : undefined;
  if (!answer.success || !read?.ok) return { ok: false, error: 'unreadable_response' };
  const draft = { ...read.content, user: BOT.user };
  const isForAll = answer.data.response_type === 'in_channel';
  return {
    ok: true,
    acked: true,
    answer: isForAll ? post(world, channel, draft) : whisper(world, channel, user.id, draft),
  };
}
