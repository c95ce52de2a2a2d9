/** Most bytes of an answer that are read. */
const ANSWER_LIMIT = 2_000_000;

export interface HttpRequest {
  /** Absent: the platform's. */
  fetch?: typeof globalThis.fetch | undefined;
  method: 'GET' | 'POST' | 'PATCH';
  url: string;
  headers: Record<string, string>;
  body?: string;
  /** For the whole exchange, in milliseconds. */
  timeout: number;
}

/** `silence`: no whole answer came, so nobody knows what the other side did. */
export type Exchange =
  | { kind: 'answer'; status: number; body: unknown; retryAfter: string | null }
  | { kind: 'silence'; timedOut: boolean; cause: unknown };

/** One request and its answer. Never throws and never follows a redirect. A body that is not JSON reads as undefined. */
export async function exchange({
  fetch = globalThis.fetch,
  method,
  url,
  headers,
  body,
  timeout,
}: HttpRequest): Promise<Exchange> {
  try {
    const response = await fetch(url, {
      method,
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
      ...(body === undefined ? {} : { body }),
    });
    const text = await readText(response);
    const retryAfter = response.headers.get('retry-after');
    return { kind: 'answer', status: response.status, body: parseJson(text), retryAfter };
  } catch (cause) {
    return { kind: 'silence', timedOut: cause instanceof Error && cause.name === 'TimeoutError', cause };
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0; // bytes so far
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > ANSWER_LIMIT) throw new Error(`an answer of at most ${ANSWER_LIMIT} bytes was expected, more came`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Drops properties that are `null`: to us they are absent. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown) => value ?? undefined);
  } catch {
    return undefined;
  }
}
