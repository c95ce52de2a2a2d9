import type { ChannelId, ConversationId, OutgoingId } from '../domain/ids.ts';
import { threadOf } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Message, Messenger, Posted } from '../ports/messenger.ts';
import type { Wake } from '../ports/wake.ts';
import { approvalsChannelCheck } from './approvals-channel.ts';
import type { CheckApprovalsChannel } from './approvals-channel.ts';
import { fleetingClient, postingClient, readingClient } from './client.ts';
import { METADATA_EVENT, findMessage } from './find-message.ts';
import type { Place } from './find-message.ts';
import { lateDrafts } from './late-drafts.ts';
import { placeOf } from './place.ts';
import { toNotPosted } from './posted.ts';
import type { RateGate } from './rate-gate.ts';
import { orAsText, redraw, takeAway, textOfReply } from './redraw.ts';
import type { Wire } from './redraw.ts';
import type { RenderDeps } from './render.ts';
import { renderReply } from './render-reply.ts';
import type { Rendered } from './render-reply.ts';
import { say } from './say.ts';
import { agentSessions } from './sessions.ts';
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
  wake: Wake;
  /** The one behind which all clients of this workspace stand. */
  gate: RateGate;
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
  const clients = { posting: postingClient(deps), updating: reading, fleeting: fleetingClient(deps) };
  const wire: Wire = { ...deps, ...clients, drafts: lateDrafts({ ...deps, ...clients }) };
  const sessions = agentSessions({ ...deps, ...clients });
  const checkApprovalsChannel = approvalsChannelCheck({ client: reading, now: deps.now }, deps.approvalsChannel);
  const finding = { client: reading, botUserId: deps.botUserId };
  const place = (message: Message) => placeOf(deps.approvalsChannel, message);
  /** A reply is the end of its turn. */
  const heard = (message: Message, posted: Posted): Posted => {
    if (message.kind === 'reply' && posted.kind === 'posted') sessions.working(message.conversation, false);
    return posted;
  };
  return {
    checkApprovalsChannel,
    post: async (id, message) => {
      sessions.drawn(message);
      const whyNot = isForStaff(message) ? await whyNotHere(checkApprovalsChannel) : undefined;
      return (
        whyNot ??
        heard(message, await postOnce(wire, { id, place: place(message), rendered: await drawn(deps, message) }))
      );
    },
    update: async (ref, message) => {
      sessions.drawn(message);
      const rendered = await drawn(deps, message);
      const ended = await wire.drafts.end(ref, textOfReply(message, rendered));
      return heard(message, ended ?? (await redraw(wire, ref, { message, rendered })));
    },
    find: (id, message) => findMessage(finding, id, place(message)),
    announce: (channel, text) => say(wire.posting.apiCall('chat.postMessage', { channel, text, ...NO_PREVIEWS })),
    setStatus: (conversation, status) => {
      sessions.working(conversation, status !== '');
      return showStatus(wire, conversation, status);
    },
    openDraft: wire.drafts.open,
    findDraft: async (conversation, since) => (await import('./find-draft.ts')).findDraft(finding, conversation, since),
    remove: (ref) => takeAway(wire, ref),
    readFile: async (url) => {
      const { readFile } = await import('./read-file.ts');
      // By the platform's own fetch, which can stop in the middle of an answer.
      return readFile({ token: deps.token, apiUrl: deps.apiUrl }, url);
    },
    whisper: whisperer({ ...deps, client: wire.posting }),
  };
}

/** Whatever is no reply is drawn by what is loaded with the first of them. */
const drawn = async (deps: RenderDeps, message: Message): Promise<Rendered> =>
  message.kind === 'reply' ? renderReply(deps, message) : (await import('./render.ts')).render(deps, message);

/** Cards and what belongs to them are checked for at each post: the channel may have been shared since. */
const isForStaff = ({ kind }: Message): boolean => kind !== 'reply' && kind !== 'confirmation';

/** An answer in words when cards may not be shown in their channel, or when that is not known. */
async function whyNotHere(check: CheckApprovalsChannel): Promise<Posted | undefined> {
  try {
    const checked = await check();
    return checked.ok ? undefined : { kind: 'later', after: MINUTE, why: checked.refusal.message };
  } catch {
    return { kind: 'later', after: 5 * SECOND, why: 'the approvals channel could not be checked' };
  }
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

async function showStatus({ fleeting, log }: Wire, conversation: ConversationId, status: string): Promise<void> {
  const { channel, ts } = threadOf(conversation);
  await fleeting
    .apiCall('assistant.threads.setStatus', { channel_id: channel, thread_ts: ts, status })
    .catch((error: unknown) => log.debug({ why: toNotPosted(error).why }, 'no status shown'));
}
