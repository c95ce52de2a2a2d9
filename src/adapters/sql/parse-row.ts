import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';
import type { Json } from '../../domain/json.ts';

/** A row that is not what the bot once wrote is a broken database: throws `Unavailable('store')`. */
export function parseRow<Value>(schema: z.ZodType<Value>, row: unknown): Value {
  const parsed = schema.safeParse(row);
  if (!parsed.success) throw new Unavailable('store', { cause: parsed.error });
  return parsed.data;
}

/** Any part of a JSON column: what was parsed from JSON text is JSON. Following it with `z.json()` would double the cost of every row. */
export const parsedJson: z.ZodType<Json> = z.custom<Json>((value) => value !== undefined);

/** A column of JSON text, then the schema. */
export const jsonColumn = <Value>(schema: z.ZodType<Value>): z.ZodType<Value> =>
  z.string().transform(parseJson).pipe(schema);

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' });
    return z.NEVER;
  }
}
