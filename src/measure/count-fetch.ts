import { z } from 'zod';
import type { System } from '../domain/errors.ts';
import { jsonIn } from '../domain/json.ts';
import { SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Fetch } from './measures.ts';

interface Counting {
  metrics: Metrics;
  /** The machine's own clock, which is compared with Slack's. */
  wallClock: () => Instant;
}

/** The same requests, each counted by how it ended. */
export function countFetch({ metrics, wallClock }: Counting, system: System, fetch: Fetch): Fetch {
  return async (input, init) => {
    const note = (status: string) => countRequest(metrics, { system, status, method: methodOf(urlOf(input)) });
    const response = await fetch(input, init).catch((error: unknown) => {
      note('no_answer');
      throw error;
    });
    if (system !== 'slack') {
      note(statusOf(response.status));
      return response;
    }
    const date = Date.parse(response.headers.get('date') ?? '');
    if (!Number.isNaN(date)) metrics.clockOffset.set((wallClock() - date) / SECOND);
    return readOnce(response, (body) => note(response.ok ? verdictOf(body) : statusOf(response.status)));
  };
}

interface Ended {
  system: System;
  method: string;
  status: string;
}

function countRequest(metrics: Metrics, { system, method, status }: Ended): void {
  if (system === 'slack') metrics.slackApi.inc({ method, status });
  else if (system === 'model') metrics.modelRequests.inc({ status });
  else metrics.companyRequests.inc({ system, status: status === 'limited' ? 'failed' : status });
}

function statusOf(code: number): string {
  if (code === 429) return 'limited';
  if (code >= 500) return 'failed';
  return code >= 400 ? 'refused' : 'ok';
}

/** Slack says in the body how a call went; a body is read once only. */
async function readOnce(response: Response, read: (body: string) => void): Promise<Response> {
  const body = await response.text();
  read(body);
  const { status, headers } = response;
  return new Response(body === '' ? null : body, { status, headers });
}

const Answer = z.object({ ok: z.boolean(), error: z.string().optional() });

/** Slack's `response_url` answers a plain word. */
function verdictOf(body: string): string {
  const answer = Answer.safeParse(jsonIn(body));
  if (!answer.success) return body === 'ok' ? 'ok' : 'failed';
  if (answer.data.ok) return 'ok';
  return answer.data.error === 'ratelimited' ? 'limited' : 'refused';
}

/** What people wait for, each by its name; all others are one, so that the series stay few. */
const METHODS: readonly string[] = ['chat.postMessage', 'chat.update', 'views.open'];

function methodOf(url: string): string {
  const name = /\/api\/([a-zA-Z.]+)$/.exec(url)?.[1] ?? '';
  return METHODS.includes(name) ? name : 'other';
}

const urlOf = (input: Parameters<Fetch>[0]): string =>
  (input instanceof Request ? input.url : String(input)).split('?')[0] ?? '';
