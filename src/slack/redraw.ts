import { z } from 'zod';
import type { MessageRef } from '../domain/outgoing.ts';
import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Message, Posted } from '../ports/messenger.ts';
import type { SlackClient } from './client.ts';
import type { Drafts } from './drafts.ts';
import { finished } from './find-message.ts';
import { isBlocksError } from './posted.ts';
import type { Rendered } from './render-reply.ts';
import { say } from './say.ts';

export interface Wire {
  log: Log;
  posting: SlackClient;
  updating: SlackClient;
  fleeting: SlackClient;
  drafts: Drafts;
}

/** When a draft that cannot be ended is tried again: Slack ends it by itself after a few minutes. Milliseconds. */
const STILL_WRITTEN = 30 * SECOND;

interface Drawing {
  message: Message;
  rendered: Rendered;
}

/** It stays where it stands, whatever place the answer names. */
export async function redraw(
  { updating, log }: Wire,
  ref: MessageRef,
  { message, rendered }: Drawing,
): Promise<Posted> {
  const mark = message.kind === 'reply' ? finished(ref) : {};
  const send = (content: Rendered) => say(updating.apiCall('chat.update', { ...ref, ...mark, ...content }));
  const posted = await onceStopped(updating, ref, () => orAsText(log, rendered, send));
  return posted.kind === 'posted' ? { kind: 'posted', ref } : posted;
}

/** Repeating it is harmless: what is gone counts as taken away. */
export async function takeAway({ updating, drafts }: Wire, ref: MessageRef): Promise<Posted> {
  const erase = () => say(updating.apiCall('chat.delete', { ...ref }));
  const posted = (await drafts.end(ref)) ?? (await onceStopped(updating, ref, erase));
  const isGone = posted.kind === 'posted' || (posted.kind === 'refused' && posted.why === 'message_not_found');
  return isGone ? { kind: 'posted', ref } : posted;
}

/** Once more without blocks when Slack refuses those; nothing was posted then. */
export async function orAsText(
  log: Log,
  rendered: Rendered,
  send: (content: Rendered) => Promise<Posted>,
): Promise<Posted> {
  const posted = await send(rendered);
  if (!isBlocksError(posted)) return posted;
  log.error({ why: posted.kind === 'refused' ? posted.why : '' }, 'Slack refused the blocks; sending their text');
  return send({ text: rendered.text, blocks: [] });
}

/** The text of a reply that is nothing but that text; undefined: it has to be drawn. */
export function textOfReply(message: Message, { blocks }: Rendered): string | undefined {
  const sole = message.kind === 'reply' && !message.intake ? SoleMarkdown.safeParse(blocks) : undefined;
  return sole?.data?.[0].text;
}

const SoleMarkdown = z.tuple([z.object({ type: z.literal('markdown'), text: z.string() })]);

/** A draft that an earlier process left open is ended first. */
async function onceStopped(client: SlackClient, ref: MessageRef, send: () => Promise<Posted>): Promise<Posted> {
  const posted = await send();
  if (!isStillWritten(posted)) return posted;
  const { stop } = await import('./drafts.ts');
  const stopped = await stop(client, ref);
  if (stopped.kind === 'later' || stopped.kind === 'ambiguous') return stopped;
  const again = await send();
  return isStillWritten(again) ? { kind: 'later', after: STILL_WRITTEN, why: 'still being written' } : again;
}

const isStillWritten = (posted: Posted): boolean =>
  posted.kind === 'refused' && posted.why === 'streaming_state_conflict';
