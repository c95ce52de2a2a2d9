import { APIError } from './sdk.ts';

/** What a server may do without: asking for it makes an answer better or cheaper, and not every server takes it. */
const OPTIONAL = [
  'strict',
  'stream_options',
  'stream',
  'reasoning',
  'parallel_tool_calls',
  'tool_choice',
  'prompt_cache_key',
  'store',
  'role',
] as const;
export type Optional = (typeof OPTIONAL)[number];
export type LeftOut = ReadonlySet<Optional>;

/** How a server's refusal names each of them. */
const SIGNS: Record<Optional, RegExp> = {
  strict: /\bstrict\b|\bschemas?\b|function_parameters|additionalProperties/i,
  stream_options: /stream_options|include_usage/i,
  stream: /\bstream(?:ing)?\b/i,
  reasoning: /encrypted[ _]content|["'`]include\b|\breasoning\b/i,
  parallel_tool_calls: /parallel[ _]tool/i,
  tool_choice: /tool[ _]choice/i,
  prompt_cache_key: /prompt_cache/i,
  // Not where a refusal quotes somebody who speaks of a store.
  store:
    /["'`]store["'`]|(?:argument|field|input|key|option|parameter|property)[^."]{0,30}\bstore\b|\bstore\b(?::| is not)/i,
  role: /\bdeveloper\b|\broles?\b|\bsystem message/i,
};

const REFUSALS: readonly (number | undefined)[] = [400, 404, 422];
/** Refused for what is asked, not for how. */
const OTHER_REASONS = /context_length|max_length|model_not_found|content_filter|content_policy|invalid_prompt|api_key/;

/** What a request goes without. */
export interface Given {
  leftOut: LeftOut;
  /** Of that, what a refusal has named. */
  named: LeftOut;
}

/**
 * What to leave out when it is asked again, the most likely first and the barest request last; none when that would not
 * help. A refusal that names nothing may be about the schemas, which servers like least, or about anything but `kept`.
 */
export function concessions(error: unknown, { leftOut, named: before }: Given, kept: LeftOut): readonly Given[] {
  if (!(error instanceof APIError) || !REFUSALS.includes(error.status)) return [];
  const { status, code, param, message } = error;
  if (OTHER_REASONS.test(String(code))) return [];
  const names = [`'${param}'`, `${code} ${message}`].flatMap((said) =>
    OPTIONAL.filter((name) => !leftOut.has(name) && SIGNS[name].test(said)),
  );
  if (names.length === 0 && status === 404) return []; // the address or the model is wrong
  const guesses = names.length === 0 && !leftOut.has('strict') ? (['strict'] as const) : names;
  const named = new Set([...before, ...names]);
  const barest = new Set(OPTIONAL.filter((name) => !kept.has(name) || leftOut.has(name) || named.has(name)));
  return [...guesses.map((name) => ({ leftOut: new Set([...leftOut, name]), named })), { leftOut: barest, named }];
}

/** The provider's filter took the question instead of the answer. Azure and OpenAI say so with a status of 400. */
export const isFiltered = (error: unknown): boolean =>
  error instanceof APIError && /content_filter|content_policy|invalid_prompt/.test(String(error.code));
