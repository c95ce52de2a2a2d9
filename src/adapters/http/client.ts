import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';
import type { System } from '../../domain/errors.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import { SECOND } from '../../domain/time.ts';
import type { Written } from '../../ports/company.ts';
import type { Log } from '../../ports/log.ts';
import { exchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { interpret, unknown } from './interpret.ts';

export interface ClientSettings {
  /** With or without a path, with or without a slash at its end. */
  baseUrl: string;
  token?: string;
  system: System;
  /** For one exchange, in milliseconds. */
  timeout?: number;
  /** Waits this many milliseconds between two tries of a read. */
  pause?: (milliseconds: number) => Promise<unknown>;
  log?: Log;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}

interface Write {
  method: 'POST' | 'PATCH';
  path: string;
  body: unknown;
  key: ApprovalId;
}

export interface Client {
  /** Undefined: the company answered 404. Throws `Unavailable` for everything but a readable record. */
  read<Value>(path: string, schema: z.ZodType<Value>): Promise<Value | undefined>;
  /** Sent exactly once, whatever happens. */
  write<Value>(write: Write, schema: z.ZodType<Value>): Promise<Written<Value>>;
  /** What became of an earlier write; undefined when the company never saw its key. Throws `Unavailable`. */
  lookUp<Value>(key: ApprovalId, schema: z.ZodType<Value>): Promise<Written<Value> | undefined>;
}

const TIMEOUT = 10 * SECOND;
/** Milliseconds before the second and the third try of a read. */
const BACKOFF = [200, 800] as const;
const LONGEST_PAUSE = 3 * SECOND;
const WORTH_ANOTHER_TRY: readonly number[] = [429, 502, 503, 504];

const WriteRecord = z.object({ status: z.number().int(), body: z.unknown().optional() });

export function httpClient(settings: ClientSettings): Client {
  const read: Client['read'] = async (path, schema) => {
    const answer = await readPatiently(settings, path);
    if (answer.kind === 'silence') throw new Unavailable(settings.system, { cause: answer.cause });
    if (answer.status === 404) return undefined;
    return parseRecord(settings, answer, schema);
  };
  return {
    read,
    write: async (write, schema) => interpretWrite(settings, await send(settings, write), schema),
    lookUp: async (key, schema) => {
      const record = await read(`/writes/${segment(key)}`, WriteRecord);
      return record && interpret(record, schema);
    },
  };
}

/** One path segment that reaches the company as this id. `.` and `..` are encoded twice, because a URL drops them even as `%2e`. */
export function segment(id: string): string {
  if (id === '.' || id === '..') return id.replaceAll('.', '%252e');
  return encodeURIComponent(id.toWellFormed());
}

export const withQuery = (path: string, parameters: Record<string, string>): string =>
  `${path}?${new URLSearchParams(parameters).toString()}`;

async function readPatiently(settings: ClientSettings, path: string): Promise<Exchange> {
  const { system, log, pause = delay } = settings;
  for (const backoff of BACKOFF) {
    const answer = await send(settings, { method: 'GET', path });
    const wait = pauseBefore(answer, backoff);
    if (wait === undefined) return answer;
    log?.warn(
      { system, wait, ...(answer.kind === 'answer' && { status: answer.status }) },
      'read failed, trying again',
    );
    await pause(wait);
  }
  return send(settings, { method: 'GET', path });
}

/** Milliseconds; undefined when another try would not help. A timeout has cost enough time already. */
function pauseBefore(answer: Exchange, backoff: number): number | undefined {
  if (answer.kind === 'silence') return answer.timedOut ? undefined : backoff;
  if (!WORTH_ANOTHER_TRY.includes(answer.status)) return undefined;
  const { retryAfter } = answer;
  if (retryAfter === null) return backoff;
  if (/^\d+$/.test(retryAfter)) return Math.min(Number(retryAfter) * SECOND, LONGEST_PAUSE);
  // The other form is a date, always in GMT: far enough away for the longest pause.
  return retryAfter.endsWith('GMT') ? LONGEST_PAUSE : backoff;
}

function send(
  settings: ClientSettings,
  request: { method: 'GET' | 'POST' | 'PATCH'; path: string; body?: unknown; key?: ApprovalId },
): Promise<Exchange> {
  const { method, path, body, key } = request;
  return exchange({
    fetch: settings.fetch,
    method,
    url: `${settings.baseUrl.replace(/\/+$/, '')}${path}`,
    timeout: settings.timeout ?? TIMEOUT,
    headers: {
      accept: 'application/json, application/problem+json',
      ...(settings.token !== undefined && { authorization: `Bearer ${settings.token}` }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function parseRecord<Value>(
  { system, log }: ClientSettings,
  answer: { status: number; body: unknown },
  schema: z.ZodType<Value>,
): Value {
  if (answer.status < 200 || answer.status > 299)
    throw new Unavailable(system, { cause: new Error(`expected a record, the answer was ${answer.status}`) });
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.slice(0, 5).map((issue) => issue.path.join('.'));
  log?.error({ system, fields }, 'the answer is not what the company API promises');
  throw new Unavailable(system, { cause: new Error(`expected a record, could not read: ${fields.join(', ')}`) });
}

function interpretWrite<Value>(
  { system, log }: ClientSettings,
  answer: Exchange,
  schema: z.ZodType<Value>,
): Written<Value> {
  const written: Written<Value> =
    answer.kind === 'answer'
      ? interpret(answer, schema)
      : unknown(answer.timedOut ? 'it did not answer in time' : 'no whole answer came');
  if (written.kind === 'unknown') log?.warn({ system, why: written.why }, 'the outcome of a write is not known');
  return written;
}
