import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { SECOND } from '../domain/time.ts';

/** What is wrong, in words; undefined when it is well. */
export type Check = () => Promise<string | undefined>;

export interface HealthDeps {
  /** 0: any free one. */
  port: number;
  /** Each makes the bot not ready while it fails. */
  checks: Record<string, Check>;
  /** Told beside the checks, whatever they say. */
  notes?: Record<string, () => Promise<string>>;
  /** In Prometheus' text format. */
  metrics?: () => Promise<string>;
}

export interface HealthServer {
  port: number;
  close(): Promise<void>;
}

/** A check that says nothing for so long fails. Milliseconds. */
const ANSWER_WITHIN = 2 * SECOND;
/** The event loop that is held up for longer serves nobody. Milliseconds. */
const LONGEST_LAG = SECOND;

/** `/livez`, `/readyz` and `/metrics` on loopback; readiness names every check. */
export async function serveHealth(deps: HealthDeps): Promise<HealthServer> {
  const server = createServer((request, response) => {
    void answerTo(deps, request)
      .catch((): Answer => plain(503, 'not available at the moment'))
      .then(({ status, type, body }) => {
        response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
        response.end(request.method === 'HEAD' ? undefined : body);
      });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(deps.port, '127.0.0.1', resolve));
  return { port: portOf(server), close: () => close(server) };
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

async function answerTo(deps: HealthDeps, request: IncomingMessage): Promise<Answer> {
  if (!isLoopback(request.headers.host)) return plain(403, 'this is for programs on this machine');
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'only GET and HEAD');
  const path = request.url?.split('?')[0];
  if (path === '/livez') return live();
  if (path === '/readyz') return ready(deps);
  if (path === '/metrics' && deps.metrics) return { ...plain(200, await deps.metrics()), type: PROMETHEUS };
  return json(404, { error: 'not_found' });
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format */
const PROMETHEUS = 'text/plain; version=0.0.4; charset=utf-8';
const plain = (status: number, body: string): Answer => ({ status, type: 'text/plain; charset=utf-8', body });
const json = (status: number, body: unknown): Answer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** A page of a foreign name may lead a browser here. */
const isLoopback = (host: string | undefined): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? '');

async function live(): Promise<Answer> {
  const begun = performance.now();
  await wait(0);
  const isLive = performance.now() - begun < LONGEST_LAG;
  return json(isLive ? 200 : 503, { live: isLive });
}

async function ready({ checks, notes = {} }: HealthDeps): Promise<Answer> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await outcomeOf(check())) ?? 'ok'] as const),
  );
  const asides = await Promise.all(
    Object.entries(notes).map(async ([name, note]) => [name, (await outcomeOf(note())) ?? ''] as const),
  );
  const isReady = results.every(([, result]) => result === 'ok');
  return json(isReady ? 200 : 503, Object.fromEntries([...results, ...asides]));
}

/** What a check throws may hold a secret: it stays inside. */
async function outcomeOf(check: Promise<string | undefined>): Promise<string | undefined> {
  const late = new AbortController();
  const tooLate = wait(ANSWER_WITHIN, 'no answer in time', { signal: late.signal });
  try {
    return await Promise.race([check, tooLate]);
  } catch {
    return 'the check failed';
  } finally {
    tooLate.catch(() => undefined);
    late.abort();
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
