import { z } from 'zod';
import type { Approval } from '../domain/approval.ts';
import { ChannelId, MessageTs, threadOf } from '../domain/ids.ts';
import type { ConversationId, OutgoingId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Message, Messenger, Posted } from '../ports/messenger.ts';
import { approvalsChannelCheck } from './approvals-channel.ts';
import type { CheckApprovalsChannel } from './approvals-channel.ts';
import { fleetingClient, postingClient, readingClient } from './client.ts';
import type { SlackClient } from './client.ts';
import { METADATA_EVENT, findMessage } from './find-message.ts';
import type { Place } from './find-message.ts';
import { isBlocksError, toNotPosted } from './posted.ts';
import { render } from './render.ts';
import type { RenderDeps, Rendered } from './render.ts';
import { uuidOf } from './uuid.ts';
import { whisperer } from './whisper.ts';

export interface MessengerDeps extends RenderDeps {
  token: string;
  apiUrl: string;
  /** Where cards and hand-offs go. */
  approvalsChannel: ChannelId;
  botUserId: string;
  log: Log;
  now: () => Instant;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}
export interface SlackMessenger extends Messenger {
  /** For the start: cards are checked at each post anyway. */
  checkApprovalsChannel: CheckApprovalsChannel;
  /** A plain line that belongs to no conversation and is not said again when it is lost. */
  announce(channel: ChannelId, markup: string): Promise<Posted>;
}

export function slackMessenger(deps: MessengerDeps): SlackMessenger {
  const reading = readingClient(deps);
  const wire: Wire = { ...deps, posting: postingClient(deps), updating: reading, fleeting: fleetingClient(deps) };
  const checkApprovalsChannel = approvalsChannelCheck({ client: reading, now: deps.now }, deps.approvalsChannel);
  const placeOf = (message: Message) => place(deps.approvalsChannel, message);
  return {
    checkApprovalsChannel,
    post: async (id, message) =>
      (isForStaff(message) ? await whyNotHere(checkApprovalsChannel) : undefined) ??
      (await postOnce(wire, { id, place: placeOf(message), rendered: render(deps, message) })),
    update: (ref, message) => redraw(wire, ref, render(deps, message)),
    find: (id, message) => findMessage({ client: reading, botUserId: deps.botUserId }, id, placeOf(message)),
    announce: (channel, text) => say(wire.posting.apiCall('chat.postMessage', { channel, text, ...NO_PREVIEWS })),
    setStatus: (conversation, status) => showStatus(wire, conversation, status),
    whisper: whisperer({ ...deps, client: wire.posting }),
  };
}

/** Cards and what belongs to them are checked for at each post: the channel may have been shared since. */
const isForStaff = ({ kind }: Message): boolean => kind !== 'reply' && kind !== 'confirmation';

interface Wire {
  log: Log;
  posting: SlackClient;
  updating: SlackClient;
  fleeting: SlackClient;
}

function place(approvalsChannel: ChannelId, message: Message): Place {
  switch (message.kind) {
    case 'card':
      return { channel: approvalsChannel, ...sinceAsked(message.rows) };
    case 'hand-off':
      return { channel: approvalsChannel, since: threadOf(message.conversation).ts };
    case 'notice':
      return { channel: approvalsChannel, since: MessageTs.parse(`${Math.floor(message.notice.at / SECOND)}.000000`) };
    case 'nudge':
      return { channel: message.card.channel, thread: message.card.ts };
    case 'reply':
      return inThread(message.conversation);
    case 'confirmation':
      return inThread(message.approval.conversation);
  }
}

/** An answer in words when cards may not be shown in their channel, or when that is not known. */
async function whyNotHere(check: CheckApprovalsChannel): Promise<Posted | undefined> {
  try {
    const checked = await check();
    return checked.ok ? undefined : { kind: 'later', after: MINUTE, why: checked.refusal.message };
  } catch {
    return { kind: 'later', after: 5 * SECOND, why: 'the approvals channel could not be checked' };
  }
}

/** A card comes after what asked for it. */
function sinceAsked([first]: readonly Approval[]): Pick<Place, 'since'> {
  return first ? { since: first.source ?? threadOf(first.conversation).ts } : {};
}

function inThread(conversation: ConversationId): Place {
  const { channel, ts } = threadOf(conversation);
  return { channel, thread: ts };
}

interface Posting {
  id: OutgoingId;
  place: Place;
  rendered: Rendered;
}

const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

async function postOnce(
  { posting, log }: Wire,
  { id, place: { channel, thread }, rendered }: Posting,
): Promise<Posted> {
  const envelope = {
    channel,
    ...(thread ? { thread_ts: thread } : {}),
    ...NO_PREVIEWS,
    client_msg_id: uuidOf(id),
    metadata: { event_type: METADATA_EVENT, event_payload: { id } },
  };
  return orAsText(log, rendered, (content) => say(posting.apiCall('chat.postMessage', { ...envelope, ...content })));
}

/** It stays where it stands, whatever place the answer names. */
async function redraw({ updating, log }: Wire, ref: MessageRef, rendered: Rendered): Promise<Posted> {
  const send = (content: Rendered) => say(updating.apiCall('chat.update', { ...ref, ...content }));
  const posted = await orAsText(log, rendered, send);
  return posted.kind === 'posted' ? { kind: 'posted', ref } : posted;
}

/** Once more without blocks when Slack refuses those; nothing was posted then. */
async function orAsText(log: Log, rendered: Rendered, send: (content: Rendered) => Promise<Posted>): Promise<Posted> {
  const posted = await send(rendered);
  if (!isBlocksError(posted)) return posted;
  log.error({ why: posted.kind === 'refused' ? posted.why : '' }, 'Slack refused the blocks; sending their text');
  return send({ text: rendered.text, blocks: [] });
}

const SaidAnswer = z.object({ channel: ChannelId, ts: MessageTs });

async function say(call: Promise<unknown>): Promise<Posted> {
  try {
    const said = SaidAnswer.safeParse(await call);
    return said.success ? { kind: 'posted', ref: said.data } : { kind: 'ambiguous', why: 'unreadable answer' };
  } catch (error) {
    return toNotPosted(error);
  }
}

async function showStatus({ fleeting, log }: Wire, conversation: ConversationId, status: string): Promise<void> {
  const { channel, ts } = threadOf(conversation);
  await fleeting
    .apiCall('assistant.threads.setStatus', { channel_id: channel, thread_ts: ts, status })
    .catch((error: unknown) => log.debug({ why: toNotPosted(error).why }, 'no status shown'));
}
