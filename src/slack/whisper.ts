import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
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
export function whisperer({ client, apiUrl, log, fetch = globalThis.fetch }: WhisperDeps): Messenger['whisper'] {
  return async (to, text) => {
    if (await respond(fetch, slacksOwn(to.responseUrl, apiUrl), text)) return;
    const where = { channel: to.channel, user: to.user, ...(to.thread ? { thread_ts: to.thread } : {}) };
    await client
      .apiCall('chat.postEphemeral', { ...where, text })
      .catch((error: unknown) => log.warn({ why: toNotPosted(error).why }, 'a person could not be told'));
  };
}

/** Undefined unless it is Slack's host, or, for a workspace on this machine, this machine. */
function slacksOwn(address: string | undefined, apiUrl: string): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const { protocol, host, hostname } = new URL(address);
  const api = new URL(apiUrl);
  const isLocal = api.protocol === 'http:' && hostname === api.hostname;
  return isLocal || (protocol === 'https:' && host === SLACK_HOOKS) ? address : undefined;
}

async function respond(fetch: typeof globalThis.fetch, address: string | undefined, text: string): Promise<boolean> {
  if (address === undefined) return false;
  try {
    const answer = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, text }),
    });
    return answer.ok;
  } catch {
    return false;
  }
}
