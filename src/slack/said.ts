import type { MessageJob } from '../ports/jobs.ts';
import { attached } from './attached-files.ts';
import { decodeSlackText, stripMention } from './blocks/decode-slack-text.ts';
import type { Envelope, MessageEvent, Self } from './message-event.ts';

/** Messages of people; without a subtype they are plain ones. */
export const SERVED_SUBTYPES: readonly string[] = ['file_share', 'thread_broadcast'];

/** What a message says, with what, and whether people of other companies read it. */
export const said = (
  { is_ext_shared_channel: isShared }: Envelope,
  { text, files }: Pick<MessageEvent, 'text' | 'files'>,
  self: Self,
): Pick<MessageJob, 'text' | 'files' | 'readable' | 'shared'> => ({
  text: asTyped(text, self),
  ...attached(files ?? []),
  ...(isShared ? { shared: true } : {}),
});

/** As the person typed it, without the mention of the bot. */
export const asTyped = (text: string | null | undefined, { botUserId }: Self): string =>
  decodeSlackText(stripMention(text ?? '', botUserId));

/** Ids of direct messages begin with D; a group's direct messages need a mention, like a channel. */
export const isDirect = ({ channel_type, channel }: Pick<MessageEvent, 'channel_type' | 'channel'>): boolean =>
  channel_type === 'im' || (!channel_type && Boolean(channel?.startsWith('D')));

/** Slack writes a mention as `<@U123>`, sometimes as `<@U123|name>`. */
export const mentions = (text: string, userId: string): boolean =>
  text.includes(`<@${userId}>`) || text.includes(`<@${userId}|`);
