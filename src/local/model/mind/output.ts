import { z } from 'zod';

const AnyRecord = z.record(z.string(), z.unknown());

/** A tool's JSON text with camelCase keys and without nulls; a text that is no JSON object is an empty record. */
export function toPlainRecord(text: string): Record<string, unknown> {
  const record = AnyRecord.safeParse(plain(parseJson(text)));
  return record.success ? record.data : {};
}

/** The same text for the same JSON value, whatever order its keys were written in; a text that is no JSON stays as it is. */
export function canonicalText(text: string): string {
  const value = parseJson(text);
  return value === undefined ? text : JSON.stringify(sorted(value));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  const record = AnyRecord.safeParse(value);
  if (!record.success) return value;
  const rows = Object.entries(record.data).filter(([, item]) => item !== null);
  return Object.fromEntries(rows.map(([key, item]) => [camelCase(key), plain(item)]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  const record = AnyRecord.safeParse(value);
  if (!record.success) return value;
  const rows = Object.entries(record.data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(rows.map(([key, item]) => [key, sorted(item)]));
}

const camelCase = (key: string): string => key.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
