import { setTimeout as wait } from 'node:timers/promises';
import type { SocketModeReceiver } from '@slack/bolt';
import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import { errorText } from './error-text.ts';
import { rateLimitOf } from './posted.ts';
import { refusalOf } from './slack-refused.ts';
import type { SlackRefused } from './slack-refused.ts';

const HELLO_WITHIN = 15 * SECOND;
const LONGEST_PAUSE = 10 * SECOND;
const FAREWELL = 2 * SECOND;

/** Made with `autoReconnectEnabled: false`. */
export type SocketClient = SocketModeReceiver['client'];

export interface SocketConnectionDeps {
  log: Log;
  /** Slack no longer takes the token: the connection stays closed. */
  onFatal: (refusal: SlackRefused) => void;
}
export interface SocketConnection {
  /** Resolves when Slack has said hello. Throws `SlackRefused`; anything else is tried again, for ever. */
  open(): Promise<void>;
  close(): Promise<void>;
  isOpen(): boolean;
}

/**
 * Keeps one socket open. The client's own reconnecting waits seconds between two sockets and, when Slack refuses the token
 * or is unreachable for long, rejects a promise that nobody holds, which ends the process.
 */
export function socketConnection(deps: SocketConnectionDeps, client: SocketClient): SocketConnection {
  const stopping = new AbortController();
  let connecting = false; // while it is, a closed socket is the attempt's own affair
  const connect = async (): Promise<void> => {
    connecting = true;
    await connectUntilOpen(deps, client, stopping.signal).finally(() => {
      connecting = false;
    });
  };
  surviveBadFrames(deps.log, client);
  client.on('disconnected', () => {
    if (connecting || stopping.signal.aborted) return;
    deps.log.info({}, 'the connection to Slack was closed; connecting again');
    connect().catch(deps.onFatal);
  });
  return {
    open: connect,
    isOpen: () => isOpen(client),
    close: async () => {
      stopping.abort();
      const done = new AbortController();
      await Promise.race([client.disconnect(), wait(FAREWELL, undefined, { signal: done.signal })]);
      done.abort();
    },
  };
}

async function connectUntilOpen(deps: SocketConnectionDeps, client: SocketClient, stop: AbortSignal): Promise<void> {
  for (let attempt = 1; !stop.aborted; attempt += 1) {
    const failure = await connectOnce(client);
    if (failure === undefined) return;
    const refusal = refusalOf(failure, 'SLACK_APP_TOKEN');
    if (refusal) throw refusal;
    deps.log.warn({ attempt, why: errorText(failure) }, 'no connection to Slack yet');
    await pause(pauseAfter(failure, attempt), stop);
  }
}

/** Why it did not open; undefined: it is open. */
async function connectOnce(client: SocketClient): Promise<Error | undefined> {
  const giveUp = setTimeout(() => void client.disconnect(), HELLO_WITHIN);
  try {
    await client.start();
    return isOpen(client) ? undefined : new Error('Slack closed the connection at once');
  } catch (error) {
    return error instanceof Error ? error : new Error('Slack closed the connection before its hello');
  } finally {
    clearTimeout(giveUp);
  }
}

const isOpen = (client: SocketClient): boolean => client.websocket?.isActive() ?? false;

const pauseAfter = (failure: Error, attempt: number): number =>
  rateLimitOf(failure) ?? Math.min(LONGEST_PAUSE, 125 * 2 ** attempt);

/** Ends early when the connection is given up. */
async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  await wait(milliseconds, undefined, { signal: stop }).catch(() => undefined);
}

/** A frame that is `null` or lacks its event makes the client's asynchronous listener reject, which would end the process. */
function surviveBadFrames(log: Log, client: SocketClient): void {
  const listeners = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...frame: unknown[]) => {
    for (const listener of listeners) {
      Promise.resolve(listener.apply(client, frame)).catch(() =>
        log.warn({}, 'a frame from Slack makes no sense; dropped'),
      );
    }
  });
}
