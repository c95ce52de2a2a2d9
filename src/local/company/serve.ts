import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { notFound, problem } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Fault, Faults } from './faults.ts';
import { readBody, respond, segmentsOf } from './http.ts';
import { matchRoute } from './route.ts';
import type { Route } from './route.ts';
import type { Writes } from './writes.ts';

/** One of the company's three systems, or the desk from which the company itself is watched and spoiled. */
export interface Desk {
  system: 'crm' | 'knowledge' | 'orders' | 'control';
  token?: string;
  routes: readonly Route[];
}

export interface ServeDeps {
  /** By the first segment of the path. */
  desks: ReadonlyMap<string, Desk>;
  writes: Writes;
  faults: Faults;
  /** Aborted when the company closes: nothing waits any longer. */
  closing: AbortSignal;
}

interface Target {
  route: Route;
  id: string;
}

/** A request at its desk. `path` is relative to the desk's base. */
interface Visit {
  desk: Desk;
  path: string;
  target: Target | undefined;
  query: URLSearchParams;
  request: IncomingMessage;
  fault: Fault | undefined;
}

/** Answers one request, or cuts its connection when a fault says so. */
export async function serve(deps: ServeDeps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const answer = await answerTo(deps, request);
    if (answer === 'cut') request.socket.destroy();
    else respond(response, answer);
  } catch (error) {
    if (deps.closing.aborted || response.headersSent) request.socket.destroy();
    else respond(response, problem(500, 'internal', error instanceof Error ? error.message : 'an unexpected failure'));
  }
}

async function answerTo(deps: ServeDeps, request: IncomingMessage): Promise<Answer | 'cut'> {
  const visit = visitOf(deps, request);
  if (!visit) return notFound('such address');
  const { fault } = visit;
  if (fault?.kind === 'drop-before') return 'cut';
  if (fault?.kind === 'status') return brokenAnswer(fault);
  const answer = await ordinaryAnswer(deps, visit);
  switch (fault?.kind) {
    case 'commit-then-drop':
      return 'cut';
    case 'garbage':
      return { status: 200, body: '<html>Service is being updated', headers: { 'content-type': 'text/html' } };
    case 'late':
      await wait(deps, fault);
      return answer;
    case 'slow':
    case undefined:
      return answer;
  }
}

function visitOf({ desks, faults }: ServeDeps, request: IncomingMessage): Visit | undefined {
  const method = request.method ?? 'GET';
  const [pathname = '', ...search] = (request.url ?? '/').split('?');
  const [base = '', ...segments] = segmentsOf(pathname) ?? [];
  const desk = desks.get(base) ?? desks.get('');
  if (!desk) return undefined;
  const inside = desks.has(base) ? segments : [base, ...segments];
  const target = matchRoute(desk.routes, method, inside);
  const path = `/${inside.join('/')}`;
  const fault = faults.take({ system: desk.system, method, path, template: target?.route.path });
  return { desk, path, target, query: new URLSearchParams(search.join('?')), request, fault };
}

async function ordinaryAnswer(deps: ServeDeps, visit: Visit): Promise<Answer> {
  const { desk, target, query, request } = visit;
  if (desk.token !== undefined && request.headers.authorization !== `Bearer ${desk.token}`)
    return problem(401, 'unauthorized', 'A valid bearer token is expected.');
  if (!target) return notFound('such address');
  if (request.method === 'GET') {
    if (visit.fault?.kind === 'slow') await wait(deps, visit.fault);
    return target.route.answer({ id: target.id, query, body: undefined });
  }
  const body = await readBody(request);
  switch (body.kind) {
    case 'too-large':
      return problem(413, 'too_large', 'A body of at most 1 MB is expected.');
    case 'malformed':
      return problem(400, 'malformed_json', 'A JSON body is expected.');
    case 'json':
      return writeAnswer(deps, { ...visit, target }, body.value);
  }
}

async function writeAnswer(deps: ServeDeps, visit: Visit & { target: Target }, body: unknown): Promise<Answer> {
  const { desk, path, target, query, request, fault } = visit;
  const change = (): Answer => target.route.answer({ id: target.id, query, body });
  if (desk.system === 'control') return change();
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key.trim() === '' || key.length > 200)
    return problem(400, 'key_required', 'Every write needs an Idempotency-Key of at most 200 characters.');
  const write = { system: desk.system, key, method: target.route.method, path, body };
  return deps.writes.once(write, change, () => (fault?.kind === 'slow' ? wait(deps, fault) : Promise.resolve()));
}

async function wait({ closing }: ServeDeps, fault: Fault): Promise<void> {
  await delay(fault.ms ?? 0, undefined, { signal: closing });
}

const brokenAnswer = ({ status = 500, ms }: Fault): Answer => {
  const answer = problem(status, 'fault', 'This system was told to fail.');
  const retryAfter = ms === undefined ? {} : { 'retry-after': String(Math.ceil(ms / 1_000)) };
  return { ...answer, headers: { ...answer.headers, ...retryAfter } };
};
