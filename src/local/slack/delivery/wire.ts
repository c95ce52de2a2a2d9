import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Timers } from '../timers.ts';
import type { Transport } from './envelope.ts';
import { createHttpTransport } from './http.ts';
import { createSocketTransport, type DisconnectReason, turnAway } from './socket.ts';

/** Where an app in HTTP mode listens. */
export interface HttpTarget {
  url: string;
  signingSecret: string;
}

/** The way to the app, and what only sockets can do. */
export interface Wire {
  transport: Transport;
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Undefined in HTTP mode. */
  newSocketUrl: (baseUrl: string) => string | undefined;
  disconnect: (reason: DisconnectReason) => void;
  cut: () => void;
}

export interface WireDeps {
  http: HttpTarget | undefined;
  timers: Timers;
  newId: () => string;
  /** Milliseconds. */
  ackTimeout: number;
}

export function createWire(deps: WireDeps): Wire {
  return deps.http ? httpWire(deps, deps.http) : socketWire(deps);
}

function socketWire(deps: WireDeps): Wire {
  const transport = createSocketTransport(deps);
  return {
    transport,
    upgrade: transport.upgrade,
    newSocketUrl: (baseUrl) => new URL(transport.newTicket(), baseUrl.replace(/^http/, 'ws')).href,
    disconnect: transport.disconnect,
    cut: transport.cut,
  };
}

function httpWire(deps: WireDeps, target: HttpTarget): Wire {
  const transport = createHttpTransport({ ...deps, ...target, wallClock: Date.now });
  void transport.knock(); // ends with the timers, or when the app has answered
  return {
    transport,
    upgrade: (_request, socket) => turnAway(socket),
    newSocketUrl: () => undefined,
    disconnect: () => undefined,
    cut: () => undefined,
  };
}
