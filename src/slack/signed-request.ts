import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import { isValidSlackRequest } from './sdk.ts';
import { z } from 'zod';
import type { Instant } from '../domain/time.ts';
import { MINUTE, SECOND } from '../domain/time.ts';

const BODY_LIMIT = 4 * 1024 * 1024;
const CLOCK_SKEW = 5 * MINUTE;

/** Whether it was signed less than five minutes ago or ahead: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export function isFresh(headers: IncomingHttpHeaders, now: Instant): boolean {
  const timestamp = timestampOf(headers);
  return timestamp !== undefined && Math.abs(now - timestamp * SECOND) <= CLOCK_SKEW;
}

export function isSigned(
  headers: IncomingHttpHeaders,
  raw: string,
  { signingSecret, now }: { signingSecret: string; now: () => Instant },
): boolean {
  const signature = headers['x-slack-signature'];
  const timestamp = timestampOf(headers);
  if (typeof signature !== 'string' || timestamp === undefined) return false;
  return isValidSlackRequest({
    signingSecret,
    body: raw,
    headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp },
    nowMilliseconds: now(),
  });
}

/** Undefined when it is too large. Throws when the sender goes away. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0; // bytes so far
  for await (const chunk of request) {
    const bytes = z.instanceof(Buffer).parse(chunk);
    size += bytes.length;
    if (size > BODY_LIMIT) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Events come as JSON, clicks as JSON in the form field `payload`. Undefined for anything but an object. */
export function parseBody(headers: IncomingHttpHeaders, raw: string): Record<string, unknown> | undefined {
  if (!headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded')) return parseObject(raw);
  const form = parse(raw);
  return typeof form['payload'] === 'string' ? parseObject(form['payload']) : { ...form };
}

function parseObject(json: string): Record<string, unknown> | undefined {
  try {
    return z.record(z.string(), z.unknown()).safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

function timestampOf(headers: IncomingHttpHeaders): number | undefined {
  const header = headers['x-slack-request-timestamp'];
  return typeof header === 'string' && /^\d{1,12}$/.test(header) ? Number(header) : undefined;
}
