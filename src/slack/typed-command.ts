import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ChannelId, TeamId, UserId } from '../domain/ids.ts';
import type { SlashCommand } from '../ports/commands.ts';
import { decodeSlackText } from './blocks/decode-slack-text.ts';

/** The slash command that the manifest declares. */
export const COMMAND = '/support';

/** https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling */
export const CommandBody = z.object({
  command: z.literal(COMMAND),
  api_app_id: z.string().nullish(),
  team_id: TeamId.max(40),
  user_id: UserId.max(40),
  channel_id: ChannelId,
  text: z.string().nullish(),
  trigger_id: z.string().nullish(),
  response_url: z.string().nullish(),
});

export type Typed =
  | { kind: 'typed'; command: SlashCommand; responseUrl?: string }
  | { kind: 'other-app' }
  | { kind: 'ignored' };

/** Who typed and where comes from Slack. `appId` is the bot's own, if known. */
export function readTyped(body: unknown, appId?: string): Typed {
  const read = CommandBody.safeParse(body);
  if (!read.success) return { kind: 'ignored' };
  const { api_app_id, team_id, user_id, channel_id, text, trigger_id, response_url } = read.data;
  if (appId && api_app_id && api_app_id !== appId) return { kind: 'other-app' };
  const command: SlashCommand = {
    team: team_id,
    user: user_id,
    channel: channel_id,
    text: decodeSlackText(text ?? ''),
    id: `${team_id}:${user_id}:${(trigger_id || randomUUID()).slice(-60)}`,
  };
  return { kind: 'typed', command, ...(response_url ? { responseUrl: response_url } : {}) };
}
