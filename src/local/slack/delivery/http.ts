import { createHmac } from 'node:crypto';
import { parseFields } from '../json.ts';
import type { Timers } from '../timers.ts';
import type { Ack, Attempt, Transport } from './envelope.ts';
import { createSignal } from './signal.ts';

export interface HttpDeps {
  /** Where the app listens, e.g. `http://127.0.0.1:3000`. */
  url: string;
  signingSecret: string;
  timers: Timers;
  newId: () => string;
  /** Milliseconds of the real clock: the app refuses a signature whose time is over 5 minutes away from its own. */
  wallClock: () => number;
  /** How long the app may take to acknowledge, in milliseconds. */
  ackTimeout: number;
}

const KNOCK_EVERY = 200; // milliseconds

/** HTTP mode: signed posts to the app's request URL. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function createHttpTransport(deps: HttpDeps): Transport & { knock(): Promise<void> } {
  const signal = createSignal();
  let verified = false; // the app answered a challenge
  return {
    ready: signal.wait,
    isReady: () => verified,
    attempt: (attempt) => post(deps, bodyOf(attempt), retryHeaders(attempt)),
    stop: signal.turnOn,
    knock: async () => {
      while (!verified && !deps.timers.stopped()) {
        verified = await answersChallenge(deps);
        if (!verified) await deps.timers.sleep(KNOCK_EVERY);
      }
      signal.turnOn();
    },
  };
}

interface Body {
  type: 'application/json' | 'application/x-www-form-urlencoded';
  text: string;
}

/** The app's first proof that it is there and knows the secret. */
async function answersChallenge(deps: HttpDeps): Promise<boolean> {
  const challenge = deps.newId();
  const text = JSON.stringify({ type: 'url_verification', token: 'local-verification-token', challenge });
  const ack = await post(deps, { type: 'application/json', text }, {});
  return ack.acked && ack.payload['challenge'] === challenge;
}

function bodyOf({ kind, payload }: Attempt): Body {
  switch (kind) {
    case 'events_api':
      return { type: 'application/json', text: JSON.stringify(payload) };
    case 'interactive':
      return form({ payload: JSON.stringify(payload) });
    case 'slash_commands':
      return form(Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, String(value)])));
  }
}

const form = (fields: Record<string, string>): Body => ({
  type: 'application/x-www-form-urlencoded',
  text: new URLSearchParams(fields).toString(),
});

function retryHeaders({ kind, number }: Attempt): Record<string, string> {
  if (kind !== 'events_api' || number === 0) return {};
  return { 'x-slack-retry-num': String(number), 'x-slack-retry-reason': 'http_timeout' };
}

async function post(deps: HttpDeps, body: Body, extra: Record<string, string>): Promise<Ack> {
  const timestamp = String(Math.floor(deps.wallClock() / 1_000));
  const signed = createHmac('sha256', deps.signingSecret).update(`v0:${timestamp}:${body.text}`).digest('hex');
  const headers = {
    'content-type': body.type,
    'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signed}`,
    ...extra,
  };
  const signal = AbortSignal.timeout(deps.ackTimeout);
  try {
    const answer = await fetch(new URL('/slack/events', deps.url), {
      method: 'POST',
      headers,
      body: body.text,
      signal,
    });
    const text = await answer.text();
    return answer.ok ? { acked: true, payload: parseFields(text) ?? (text ? { text } : {}) } : { acked: false };
  } catch {
    return { acked: false }; // nobody there, too late, or cut off: all the same to Slack
  }
}
