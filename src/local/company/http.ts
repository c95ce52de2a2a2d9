import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answer.ts';

const BODY_LIMIT = 1_000_000;

export type Body = { kind: 'json'; value: unknown } | { kind: 'too-large' } | { kind: 'malformed' };

/** An empty body reads as `{}`. */
export async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0; // bytes so far
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // What is too much is still read, so that the sender gets to see the answer.
    if (size <= BODY_LIMIT) chunks.push(bytes);
  }
  return size > BODY_LIMIT ? { kind: 'too-large' } : parse(Buffer.concat(chunks).toString('utf8'));
}

function parse(text: string): Body {
  if (text.trim() === '') return { kind: 'json', value: {} };
  try {
    return { kind: 'json', value: JSON.parse(text) };
  } catch {
    return { kind: 'malformed' };
  }
}

/** Decoded parts of the path, without the empty one before the first slash; undefined when it cannot be decoded. */
export function segmentsOf(pathname: string): readonly string[] | undefined {
  try {
    return pathname.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

export function respond(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
