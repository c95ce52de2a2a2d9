import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { fakeStreams } from './slack-streams.ts';
import type { FakeStreams } from './slack-streams.ts';

interface Call {
  method: string;
  token: string;
  /** Form fields; those that hold JSON objects or arrays are parsed. */
  args: Record<string, unknown>;
}
/** `'hang-up'`: the request arrives and is cut without an answer; `'hang'`: none ever comes; `status`: that HTTP status; other text is sent as it is. */
export type Answer = Record<string, unknown> | { status: number; headers?: Record<string, string> } | string;

/** As much of Slack as the tests of the edge need: a Web API whose answers tests choose, and Socket Mode. */
export interface FakeSlack {
  apiUrl: string;
  /** In order, of one method or of all. */
  calls(method?: string): readonly Call[];
  /** From now on; the last one given repeats. */
  answer(method: string, ...answers: readonly Answer[]): void;
  /** Messages that are streamed behave as Slack's do, unless a test chooses the answer. */
  streams: FakeStreams;
  /** Calls of this method are answered only once what it returns is called. */
  hold(method: string): () => void;
  /** A frame to the bot, as it is. */
  frame(data: string | Buffer): void;
  /** An envelope to the bot; its id. */
  deliver(type: string, payload: unknown): string;
  /** Every frame the bot sent back, in order. */
  acks: readonly { envelope_id: string; payload: unknown }[];
  /** Sockets opened so far. */
  opened(): number;
  isConnected(): boolean;
  /** Cuts every socket without a word. */
  cut(): void;
  close(): Promise<void>;
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = [];
  const answers = new Map<string, Answer[]>();
  const acks: { envelope_id: string; payload: unknown }[] = [];
  const sockets = new Set<WebSocket>();
  const streams = fakeStreams();
  const held = new Map<string, Promise<void>>();
  let opened = 0;
  const server = createServer((request, response) => void serve(request, response));
  const port = await listen(server);
  const base = `http://127.0.0.1:${port}`;
  const defaults: Record<string, Answer> = {
    'auth.test': {
      user_id: 'UBOT',
      bot_id: 'BBOT',
      team_id: 'T1',
      team: 'Acme',
      user: 'deskhand',
      url: 'https://acme.slack.com/',
    },
    'apps.connections.open': { url: `ws://127.0.0.1:${port}/link` },
    'chat.postMessage': { channel: 'C1', ts: '1700000000.000900' },
    'chat.update': { channel: 'C1', ts: '1700000000.000900' },
    'conversations.info': { channel: { id: 'CARDS', is_member: true } },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readCall(request);
    calls.push(call);
    const queue = answers.get(call.method) ?? [];
    const chosen = queue.length > 1 ? queue.shift() : queue[0];
    await held.get(call.method);
    const answer = chosen ?? streams.answer(call.method, call.args) ?? defaults[call.method] ?? {};
    if (answer === 'hang') return;
    if (answer === 'hang-up') request.socket.destroy();
    else if (typeof answer === 'string') response.end(answer);
    else if (typeof answer['status'] === 'number')
      response.writeHead(answer['status'], asHeaders(answer['headers'])).end();
    else
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ ok: !('error' in answer), ...answer }));
  }

  const hub = new WebSocketServer({ server, path: '/link' });
  hub.on('connection', (socket) => {
    opened += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => acks.push(JSON.parse(data.toString())));
    socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });
  const frame = (data: string | Buffer) => sockets.forEach((socket) => socket.send(data));

  return {
    apiUrl: `${base}/api/`,
    calls: (method) => calls.filter((call) => method === undefined || call.method === method),
    answer: (method, ...given) => void answers.set(method, [...given]),
    streams,
    hold: (method) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held.set(method, promise);
      return resolve;
    },
    frame,
    deliver: (type, payload) => {
      const envelope_id = randomUUID();
      frame(JSON.stringify({ type, envelope_id, accepts_response_payload: false, payload }));
      return envelope_id;
    },
    acks,
    opened: () => opened,
    isConnected: () => sockets.size > 0,
    cut: () => sockets.forEach((socket) => socket.terminate()),
    close: async () => {
      sockets.forEach((socket) => socket.terminate());
      hub.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const fields = [...new URLSearchParams(Buffer.concat(chunks).toString())];
  return {
    method: (request.url ?? '').replace('/api/', ''),
    token: (request.headers.authorization ?? '').replace('Bearer ', ''),
    args: Object.fromEntries(fields.map(([name, value]) => [name, name === 'markdown_text' ? value : parsed(value)])),
  };
}

const parsed = (value: string): unknown => (/^[[{]|^(true|false)$/.test(value) ? JSON.parse(value) : value);

const asHeaders = (headers: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));

const listen = (server: Server): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
