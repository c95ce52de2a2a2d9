import { z } from 'zod';
import { type Exchange, readText, sendJson, sendText } from './http.ts';
import { parseJson } from './json.ts';
import { edit, post, remove, showEphemeral, whisper } from './messages.ts';
import { BOT, type Channel } from './seed.ts';
import type { Ephemeral } from './state/ephemerals.ts';
import type { Origin } from './state/response-urls.ts';
import { flag } from './web-api/method.ts';
import { type Content, contentInput, contentOf } from './web-api/message-input.ts';
import type { World } from './world.ts';

export const RESPONSE_PATH = '/response/';

const Answer = z.object({
  text: contentInput.text,
  blocks: contentInput.blocks,
  replace_original: flag,
  delete_original: flag,
  response_type: z.enum(['ephemeral', 'in_channel']).default('ephemeral'),
  thread_ts: z.string().optional(),
});
type Answer = z.infer<typeof Answer>;

/** What the app answers to a click: five times, within half an hour. */
export async function answerResponseUrl(world: World, { request, response, path }: Exchange): Promise<void> {
  const answer = Answer.safeParse(parseJson(await readText(request)));
  const use = world.responseUrls.use(path.slice(RESPONSE_PATH.length));
  if (!use.ok) return sendJson(response, { ok: false, error: use.error }, 404);
  const channel = world.channels.get(use.origin.channel);
  if (!answer.success || !channel) return sendJson(response, { ok: false, error: 'invalid_payload' }, 400);
  const ephemeral = world.ephemerals.get(channel.id, use.origin.messageTs);
  if (answer.data.delete_original) return sendText(response, 200, removeOriginal(world, channel, use.origin));
  const read = contentOf(world, answer.data);
  if (!read.ok) return sendJson(response, read.refusal, 400);
  say(world, { channel, origin: use.origin, ephemeral, answer: answer.data, content: read.content });
  return sendText(response, 200, 'ok');
}

interface Reply {
  channel: Channel;
  origin: Origin;
  /** The clicked message, when only that person saw it. */
  ephemeral: Ephemeral | undefined;
  answer: Answer;
  content: Content;
}

function say(world: World, { channel, origin, ephemeral, answer, content }: Reply): void {
  const original = world.messages.get(channel.id, origin.messageTs);
  if (answer.replace_original && ephemeral) {
    showEphemeral(world, channel, ephemeral.user, { ...ephemeral.message, ...content });
  } else if (answer.replace_original && original) {
    edit(world, channel, original, content);
  } else if (answer.response_type === 'in_channel') {
    post(world, channel, { ...content, user: BOT.user, threadTs: answer.thread_ts });
  } else {
    whisper(world, channel, origin.user, { ...content, user: BOT.user, threadTs: answer.thread_ts ?? origin.threadTs });
  }
}

function removeOriginal(world: World, channel: Channel, { messageTs }: Origin): string {
  const ephemeral = world.ephemerals.get(channel.id, messageTs);
  const original = world.messages.get(channel.id, messageTs);
  if (ephemeral) {
    world.ephemerals.remove(channel.id, messageTs);
    world.feed.publish({ type: 'message_deleted', channel: channel.id, message: ephemeral.message });
  } else if (original) remove(world, channel, original);
  return 'ok';
}
