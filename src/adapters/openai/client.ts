import { z } from 'zod';
import { jsonIn } from '../../domain/json.ts';
import { SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Log } from '../../ports/log.ts';
import type { Wake } from '../../ports/wake.ts';
import { OpenAI } from './sdk.ts';

export interface ModelSettings {
  apiKey: string;
  /** Absent: OpenAI itself. A query in it goes with every request. */
  baseUrl?: string;
  model: string;
  log: Log;
  /** Milliseconds for one step, whatever has to be sent again included. */
  timeout?: number;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
  wake: Wake;
  now: () => Instant;
  /** From 0 to below 1. */
  random: () => number;
}

const OPENAI_URL = 'https://api.openai.com/v1';
export const STEP_TIMEOUT = 60 * SECOND;

/** Everything is set here, so that the package looks nothing up in the environment, repeats nothing and logs nothing itself. */
export function openClient({ apiKey, baseUrl = OPENAI_URL, timeout = STEP_TIMEOUT, fetch }: ModelSettings): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    organization: null,
    project: null,
    timeout,
    maxRetries: 0,
    logLevel: 'off',
    fetchOptions: { redirect: 'error' },
    fetch: withReadableErrors(fetch ?? globalThis.fetch),
    ...(isLikeAzure(baseUrl) && { defaultHeaders: { 'api-key': apiKey } }),
  });
}

/** Such a server looks for the key in a header of its own. https://learn.microsoft.com/azure/ai-services/openai/reference */
function isLikeAzure(baseUrl: string): boolean {
  const { hostname, search } = new URL(baseUrl);
  return search !== '' || hostname.endsWith('.azure.com');
}

const WithError = z.object({ error: z.union([z.string(), z.looseObject({})]) });
/** Characters of an error that are looked at. */
const LONGEST_ERROR = 4_000;

/** The package reads an error only under `error`; several servers put it elsewhere. */
function withReadableErrors(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.ok) return response;
    const { status, headers } = response;
    const text = await response.text();
    const isReadable = WithError.safeParse(jsonIn(text)).success;
    const body = isReadable ? text : JSON.stringify({ error: { message: text.slice(0, LONGEST_ERROR) } });
    return new Response(body, { status, headers });
  };
}
