import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Block } from './blocks/block-kit.ts';
import type { SlackClient } from './client.ts';
import { toNotPosted } from './posted.ts';

export interface WhisperDeps {
  client: SlackClient;
  apiUrl: string;
  log: Log;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}

const PATIENCE = 3 * SECOND;
/** https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const SLACK_HOOKS = 'hooks.slack.com';

/** Answers a click at its own address, which reaches people who are not in the channel; else by an ephemeral message. Never rejects. */
export function whisperer({ client, apiUrl, log, fetch }: WhisperDeps): Messenger['whisper'] {
  const respond = responder({ apiUrl, ...(fetch && { fetch }) });
  return async (to, text) => {
    if (await respond(to.responseUrl, { text })) return;
    await say(client, to, text).catch((error: unknown) =>
      log.warn({ why: toNotPosted(error).why }, 'a person could not be told'),
    );
  };
}

/** A user's id in place of a channel's is their direct messages with the bot. https://docs.slack.dev/reference/methods/chat.postMessage */
const say = (client: SlackClient, { channel, user, thread }: Parameters<Messenger['whisper']>[0], text: string) =>
  channel === undefined
    ? client.apiCall('chat.postMessage', { channel: user, text, unfurl_links: false, unfurl_media: false })
    : client.apiCall('chat.postEphemeral', { channel, user, text, ...(thread ? { thread_ts: thread } : {}) });

/** Says it to whoever clicked or typed, and to nobody else; false: it did not reach them. Never rejects. */
export type Respond = (address: string | undefined, content: Content) => Promise<boolean>;

interface Content {
  text: string;
  blocks?: readonly Block[];
}

export const responder =
  ({ apiUrl, fetch = globalThis.fetch }: Pick<WhisperDeps, 'apiUrl' | 'fetch'>): Respond =>
  (address, content) =>
    respond(fetch, slacksOwn(address, apiUrl), content);

/** Undefined unless it is Slack's host, or, for a workspace on this machine, this machine. */
function slacksOwn(address: string | undefined, apiUrl: string): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, host, hostname } = new URL(address);
  const api = new URL(apiUrl);
  const isLocal = api.protocol === 'http:' && hostname === api.hostname;
  return isLocal || (protocol === 'https:' && host === SLACK_HOOKS) ? address : undefined;
}

async function respond(
  fetch: typeof globalThis.fetch,
  address: string | undefined,
  content: Content,
): Promise<boolean> {
  if (address === undefined) return false;
  try {
    const answer = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...content }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
