import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { BOT } from '../seed.ts';
import { parseJson } from '../json.ts';
import type { Timers } from '../timers.ts';
import type { Ack, Attempt, Transport } from './envelope.ts';
import { createSignal } from './signal.ts';

export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled';

export interface SocketTransport extends Transport {
  /** The path of one new connection: good for one use. */
  newTicket: () => string;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Tells every connected client to go and come back. */
  disconnect: (reason: DisconnectReason) => void;
  /** Breaks every connection without a word. */
  cut: () => void;
}

export interface SocketDeps {
  timers: Timers;
  newId: () => string;
  /** How long the app may take to acknowledge, in milliseconds. */
  ackTimeout: number;
}

const SOCKET_PATH = '/socket/';
/** https://docs.slack.dev/apis/events-api/using-socket-mode */
const MOST_CONNECTIONS = 10;

const AckFrame = z.object({ envelope_id: z.string(), payload: z.record(z.string(), z.unknown()).default({}) });

interface Connections {
  open: WebSocket[];
  tickets: Set<string>;
  waiting: Map<string, (ack: Ack) => void>;
}

/** Socket Mode: each envelope goes to one of the connected clients, in turn. */
export function createSocketTransport(deps: SocketDeps): SocketTransport {
  const server = new WebSocketServer({ noServer: true });
  const connections: Connections = { open: [], tickets: new Set(), waiting: new Map() };
  const signal = createSignal();
  const leave = (client: WebSocket): void => {
    connections.open.splice(connections.open.indexOf(client), 1);
    if (connections.open.length === 0) signal.turnOff();
  };
  const join = (client: WebSocket): void => {
    connections.open.push(client);
    client.on('message', (data) => settle(connections, textOf(data)));
    client.on('error', () => client.terminate());
    client.on('close', () => leave(client));
    client.send(JSON.stringify(hello(connections.open.length)));
    signal.turnOn();
  };
  return {
    ready: signal.wait,
    isReady: () => connections.open.length > 0,
    attempt: (attempt) => sendFrame(deps, connections, attempt),
    newTicket: () => {
      const ticket = deps.newId();
      connections.tickets.add(ticket);
      return `${SOCKET_PATH}${ticket}`;
    },
    upgrade: (request, socket, head) => {
      if (!admits(connections, request.url ?? '')) return turnAway(socket);
      return server.handleUpgrade(request, socket, head, join);
    },
    disconnect: (reason) => {
      for (const client of connections.open) client.send(JSON.stringify({ type: 'disconnect', reason, ...debugInfo }));
    },
    cut: () => {
      for (const client of connections.open) client.terminate();
    },
    stop: () => {
      for (const client of connections.open) client.terminate();
      signal.turnOn();
    },
  };
}

const debugInfo = { debug_info: { host: 'local', build_number: 1, approximate_connection_time: 3_600 } };

const hello = (count: number): object => ({
  type: 'hello',
  num_connections: count,
  connection_info: { app_id: BOT.app },
  ...debugInfo,
});

export function turnAway(socket: Duplex): void {
  socket.on('error', () => socket.destroy()); // gone already: just as well
  socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
}

function admits(connections: Connections, path: string): boolean {
  const known = connections.tickets.delete(path.slice(SOCKET_PATH.length));
  return known && connections.open.length < MOST_CONNECTIONS;
}

/** `ws` hands out one Buffer unless it is told otherwise. */
const textOf = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString('utf8') : '');

function settle(connections: Connections, text: string): void {
  const frame = AckFrame.safeParse(parseJson(text));
  if (frame.success) connections.waiting.get(frame.data.envelope_id)?.({ acked: true, payload: frame.data.payload });
}

async function sendFrame(deps: SocketDeps, connections: Connections, attempt: Attempt): Promise<Ack> {
  const client = connections.open.shift();
  if (!client) return { acked: false };
  connections.open.push(client); // the next envelope goes to the next client
  const answer = Promise.withResolvers<Ack>();
  connections.waiting.set(attempt.envelopeId, answer.resolve);
  client.send(JSON.stringify(frameOf(attempt)));
  const late = deps.timers.sleep(deps.ackTimeout).then((): Ack => ({ acked: false }));
  const ack = await Promise.race([answer.promise, late]);
  connections.waiting.delete(attempt.envelopeId);
  return ack;
}

function frameOf(attempt: Attempt): object {
  const frame = { type: attempt.kind, envelope_id: attempt.envelopeId, payload: attempt.payload };
  if (attempt.kind !== 'events_api') return { ...frame, accepts_response_payload: true };
  const reason = attempt.number === 0 ? '' : 'timeout';
  return { ...frame, accepts_response_payload: false, retry_attempt: attempt.number, retry_reason: reason };
}
