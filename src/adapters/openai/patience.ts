import { SECOND } from '../../domain/time.ts';
import type { ModelSettings } from './client.ts';
import { APIError } from './sdk.ts';

/** Whoever asks to be left alone for longer is not asked again. */
const LONGEST_WAIT = 5 * SECOND;
const USUAL_WAIT = 0.35 * SECOND;
const JITTER = 0.1 * SECOND;

/** Milliseconds until it may be tried again; undefined: trying again would not help, or not soon enough. */
export function delayBeforeRetry(error: unknown, random: () => number): number | undefined {
  const usual = USUAL_WAIT + random() * JITTER;
  if (!(error instanceof APIError)) return usual; // an answer that cannot be read
  if (error.status === undefined || error.headers === undefined) return usual; // no answer
  if (!mayHeal(error.status) || error.headers.get('x-should-retry') === 'false') return undefined;
  const asked = delayAsked(error.headers) ?? usual;
  return asked > LONGEST_WAIT ? undefined : asked;
}

const mayHeal = (status: number): boolean => [408, 409, 429].includes(status) || status >= 500;

/** A date counts from the server's own clock. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Retry-After */
function delayAsked(headers: Headers): number | undefined {
  const text = headers.get('retry-after') ?? '';
  const candidates = [
    Number.parseFloat(headers.get('retry-after-ms') ?? ''),
    Number(text === '' ? Number.NaN : text) * SECOND,
    Date.parse(text) - Date.parse(headers.get('date') ?? ''),
  ];
  return candidates.find((delay) => Number.isFinite(delay) && delay >= 0);
}

/** Rejects when the signal is given. */
export async function pause({ wake }: Pick<ModelSettings, 'wake'>, delay: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const end = () => {
      callOff();
      resolve();
    };
    const callOff = wake(delay, () => {
      signal.removeEventListener('abort', end);
      resolve();
    });
    signal.addEventListener('abort', end, { once: true });
  });
  signal.throwIfAborted();
}
