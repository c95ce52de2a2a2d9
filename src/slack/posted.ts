import { webApi } from './sdk.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Posted } from '../ports/messenger.ts';
import { errorText } from './error-text.ts';
import { AUTH_ERRORS } from './slack-refused.ts';

type NotPosted = Exclude<Posted, { kind: 'posted' }>;

/** What an error says about the message: only a definite answer of Slack's, or no connection at all, means "not posted". */
export function toNotPosted(error: unknown): NotPosted {
  const limit = rateLimitOf(error);
  if (limit !== undefined) return later(limit, 'ratelimited');
  if (error instanceof webApi.WebAPIPlatformError) return byCode(error.data.error);
  const code = networkCode(error);
  if (code !== undefined && NEVER_SENT.includes(code)) return later(2 * SECOND, code);
  return { kind: 'ambiguous', why: code ?? errorText(error) };
}

/** Milliseconds for which Slack wants no more calls of this method, as far as it is believed; undefined: that is not what it said. */
export function rateLimitOf(error: unknown): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) return believed(error.retryAfter);
  if (!(error instanceof webApi.WebAPIPlatformError) || !RATE_ERRORS.includes(error.data.error)) return undefined;
  return believed(error.data.response_metadata?.retryAfter ?? 1);
}

/** Slack counts its limits by the minute: what asks for more than a few is asked again earlier. */
const LONGEST_LIMIT = 5 * MINUTE;
const believed = (seconds: number): number => Math.min(seconds * SECOND, LONGEST_LIMIT);

/** Milliseconds after which Slack may be asked again what it could not answer now; undefined: that is not what it said. */
export function whenAgain(error: unknown): number | undefined {
  if (error instanceof webApi.WebAPIRateLimitedError) return believed(error.retryAfter);
  if (error instanceof webApi.WebAPIPlatformError) return isPassing(error.data.error) ? 0 : undefined;
  return error instanceof Error && error.cause !== undefined ? whenAgain(error.cause) : undefined;
}

const isPassing = (code: string): boolean => RATE_ERRORS.includes(code) || AMBIGUOUS_ERRORS.includes(code);

/** Slack will not take these blocks; it may take the text alone. */
export const isBlocksError = (posted: Posted): boolean =>
  posted.kind === 'refused' && BLOCK_ERRORS.includes(posted.why);

const BLOCK_ERRORS: readonly string[] = [
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'msg_blocks_too_many',
  'only_one_table_allowed',
];
const RATE_ERRORS: readonly string[] = ['ratelimited', 'rate_limited'];
/** Some of it may have happened: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const AMBIGUOUS_ERRORS: readonly string[] = ['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'];
const NEVER_SENT: readonly string[] = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** Text that is no code is an answer that could not be read. */
function byCode(code: unknown): NotPosted {
  if (typeof code !== 'string' || !/^[a-z_]{1,80}$/.test(code)) return { kind: 'ambiguous', why: 'unreadable answer' };
  if (AMBIGUOUS_ERRORS.includes(code)) return { kind: 'ambiguous', why: code };
  if (AUTH_ERRORS.includes(code)) return later(60 * SECOND, code); // once somebody mends the token, it can be said
  return { kind: 'refused', why: code };
}

const later = (after: number, why: string): NotPosted => ({ kind: 'later', after, why });

function networkCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && typeof error.code === 'string' && !error.code.startsWith('slack_')) return error.code;
  return networkCode(error.cause);
}
