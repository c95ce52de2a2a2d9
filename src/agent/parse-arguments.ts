import { LONGEST_ARGUMENTS } from '../domain/call-arguments.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';

/** The model's own text as JSON; refused when it is none, when it is endless, or when one object names a key twice, which parsers read differently. */
export function parseArguments(text: string): Result<unknown, Refusal> {
  if (text.length > LONGEST_ARGUMENTS)
    return refuse({ code: 'ARGUMENTS_TOO_LONG', message: 'The arguments are too long and were not read; send less.' });
  const source = text.trim() === '' ? '{}' : text;
  let parsed: unknown; // assigned once: what throws stays inside the try
  try {
    parsed = JSON.parse(source);
  } catch {
    return refuse({ code: 'INVALID_JSON', message: 'The arguments are not valid JSON; send one JSON object.' });
  }
  const written = [...source.matchAll(STRING_OR_COLON)].filter(([, key]) => key !== undefined).length;
  return written === countKeys(parsed)
    ? ok(parsed)
    : refuse({
        code: 'DUPLICATE_KEYS',
        message: 'The arguments name a key twice, which is ambiguous; send each key once.',
      });
}

/** Walks over strings; the group is set for one that is followed by a colon: a key. */
const STRING_OR_COLON = /"(?:[^"\\]|\\.)*"(\s*:)?/gs;

function countKeys(node: unknown): number {
  if (node === null || typeof node !== 'object') return 0;
  const children = Object.values(node).reduce((sum: number, child) => sum + countKeys(child), 0);
  return Array.isArray(node) ? children : children + Object.keys(node).length;
}
