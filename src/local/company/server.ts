import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { controlRoutes, writeRoutes } from './control.ts';
import { crmRoutes } from './crm.ts';
import { openDatabase } from './database.ts';
import { createFaults } from './faults.ts';
import type { House } from './house.ts';
import { knowledgeRoutes } from './knowledge.ts';
import { ordersRoutes } from './orders.ts';
import { seedCompany } from './seed/seed-company.ts';
import { serve } from './serve.ts';
import type { Desk, ServeDeps } from './serve.ts';
import { shelvesIn } from './shelf.ts';
import { writesIn } from './writes.ts';

export interface CompanySettings {
  /** An SQLite file, made and filled when it is not there, or `:memory:`. */
  file: string;
  /** 0: any free one. */
  port: number;
  now: () => number;
  /** Bearer tokens; a system without one is open. */
  tokens?: { crm?: string; knowledge?: string; orders?: string };
}

export interface RunningCompany {
  crmUrl: string;
  knowledgeUrl: string;
  ordersUrl: string;
  /** GET: every write in order, `{key, method, path, body, status, at}`; `body` is what was asked for. */
  journalUrl: string;
  /** POST a `Fault`, GET or DELETE all of them. */
  faultsUrl: string;
  /** Cuts what is still open. What was answered is on disk. */
  stop(): Promise<void>;
}

/** The demo company on 127.0.0.1. Throws when the port is taken or the file is not its own. */
export async function startCompany(settings: CompanySettings): Promise<RunningCompany> {
  const { file, port, now } = settings;
  const database = openDatabase(file, (fresh) => seedCompany(houseIn(fresh, now)));
  const closing = new AbortController();
  const deps = depsOf(houseIn(database, now), database, { settings, closing: closing.signal });
  const server = createServer((request, response) => void serve(deps, request, response));
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    database.close();
    throw error;
  }
  const base = `http://127.0.0.1:${portOf(server)}`;
  return {
    crmUrl: `${base}/crm`,
    knowledgeUrl: `${base}/kb`,
    ordersUrl: `${base}/orders`,
    journalUrl: `${base}/journal`,
    faultsUrl: `${base}/faults`,
    async stop() {
      if (closing.signal.aborted) return;
      closing.abort();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
    },
  };
}

const houseIn = (database: DatabaseSync, now: () => number): House => ({
  shelves: shelvesIn(database),
  now,
});

function depsOf(
  house: House,
  database: DatabaseSync,
  { settings: { tokens = {}, now }, closing }: { settings: CompanySettings; closing: AbortSignal },
): ServeDeps {
  const writes = writesIn(database, now);
  const faults = createFaults();
  const desk = (system: 'crm' | 'knowledge' | 'orders', routes: Desk['routes']): Desk => ({
    system,
    routes: [...routes, ...writeRoutes(writes, system)],
    ...(tokens[system] !== undefined && { token: tokens[system] }),
  });
  const desks = new Map([
    ['crm', desk('crm', crmRoutes(house))],
    ['kb', desk('knowledge', knowledgeRoutes(house))],
    ['orders', desk('orders', ordersRoutes(house))],
    ['', { system: 'control', routes: controlRoutes({ writes, faults }) } satisfies Desk],
  ]);
  return { desks, writes, faults, closing };
}

/** A server that listens on TCP has an address record. */
function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected to listen on a TCP port');
  return address.port;
}
