import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { Log } from '../ports/log.ts';
import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import { errorText } from './error-text.ts';
import { isFresh, isSigned, parseBody, readBody } from './signed-request.ts';

const ENDPOINT = '/slack/events';
const GRACE = 3 * SECOND;

export interface HttpReceiverDeps {
  log: Log;
  now: () => Instant;
  signingSecret: string;
  /** 0: any free one. */
  port: number;
}
export interface HttpReceiver extends Receiver {
  /** Undefined while it does not listen. */
  port(): number | undefined;
}

/**
 * Takes Slack's signed requests. Bolt's own receiver accepts timestamps of the future, hangs on a signed `null` and, in a
 * rejection that nobody handles, ends the process.
 */
export function httpReceiver(deps: HttpReceiverDeps): HttpReceiver {
  let app: App | undefined; // Bolt hands itself over after the receiver was made
  const server = createServer({ requestTimeout: 10 * SECOND }, (request, response) => {
    const dispatch = async (event: ReceiverEvent): Promise<void> => app?.processEvent(event);
    serve(deps, { request, response, dispatch }).catch((error: unknown) => {
      deps.log.error({ error: errorText(error) }, 'a request of Slack failed');
      answer(response, 500);
    });
  });
  return {
    init: (initialized) => {
      app = initialized;
    },
    start: () => listen(server, deps.port),
    stop: () => close(server),
    port: () => portOf(server),
  };
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  dispatch: (event: ReceiverEvent) => Promise<void>;
}

async function serve(deps: HttpReceiverDeps, { request, response, dispatch }: Exchange): Promise<void> {
  if (request.method !== 'POST' || request.url?.split('?')[0] !== ENDPOINT) return refuse(request, response, 404);
  if (!isFresh(request.headers, deps.now())) return refuse(request, response, 401);
  const raw = await readBody(request);
  if (raw === undefined) return refuse(request, response, 413);
  if (!isSigned(request.headers, raw, deps)) return refuse(request, response, 401);
  const body = parseBody(request.headers, raw);
  if (body === undefined) return refuse(request, response, 400);
  if (body['type'] === 'url_verification') return answer(response, 200, { challenge: body['challenge'] });
  await dispatch({ body, ack: (payload?: unknown) => Promise.resolve(answer(response, 200, payload)) });
  answer(response, 404); // nobody acknowledged it: nothing here serves this kind of request
}

/** Without reading what is left of the request. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  answer(response, status);
}

/** The first answer counts. */
function answer(response: ServerResponse, status: number, payload?: unknown): void {
  if (response.headersSent) return;
  if (payload === undefined || payload === '') response.writeHead(status).end();
  else if (typeof payload === 'string') response.writeHead(status, { 'content-type': 'text/plain' }).end(payload);
  else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(payload));
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });

/** Requests already here are answered, within a grace. */
const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
  });

function portOf(server: Server): number | undefined {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : undefined;
}
