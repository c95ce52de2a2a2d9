// The package's root also loads Azure, Bedrock and the upload helpers; this entry is the client alone.
import { OpenAI } from 'openai/client';
import { Unavailable } from '../../domain/errors.ts';
import { SECOND } from '../../domain/time.ts';
import type { Log } from '../../ports/log.ts';
import type { Step } from '../../ports/model.ts';

export interface ModelSettings {
  apiKey: string;
  /** Absent: OpenAI itself. */
  baseUrl?: string;
  model: string;
  log: Log;
  /** Milliseconds for one step, its one retry included. */
  timeout?: number;
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch;
}

const OPENAI_URL = 'https://api.openai.com/v1';
const STEP_TIMEOUT = 60 * SECOND;

/** Everything is set here, so that the package looks nothing up in the environment and logs nothing itself. */
export function openClient({ apiKey, baseUrl = OPENAI_URL, timeout = STEP_TIMEOUT, fetch }: ModelSettings): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl,
    organization: null,
    project: null,
    timeout,
    maxRetries: 1,
    logLevel: 'off',
    fetchOptions: { redirect: 'error' },
    ...(fetch && { fetch }),
  });
}

/** Sends one step within its time, body included; every way not to get an answer throws `Unavailable('model')`. */
export async function sendStep(
  settings: ModelSettings,
  send: (signal: AbortSignal) => Promise<Step>,
  signal?: AbortSignal,
): Promise<Step> {
  const deadline = AbortSignal.timeout(settings.timeout ?? STEP_TIMEOUT);
  try {
    const step = await send(signal ? AbortSignal.any([signal, deadline]) : deadline);
    settings.log.debug({ calls: step.calls.length, ...step.usage }, 'model answered');
    return step;
  } catch (cause) {
    settings.log.warn(failureFields(cause), 'model did not answer');
    throw new Unavailable('model', { cause });
  }
}

/** Names and codes only: an error's text may quote what a person wrote. */
function failureFields(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { error: typeof cause };
  return { error: cause.name, ...('status' in cause && { status: cause.status }) };
}
