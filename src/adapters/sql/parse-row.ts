import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';

/** A row that is not what the bot once wrote is a broken database: throws `Unavailable('store')`. */
export function parseRow<Value>(schema: z.ZodType<Value>, row: unknown): Value {
  const parsed = schema.safeParse(row);
  if (!parsed.success) throw new Unavailable('store', { cause: parsed.error });
  return parsed.data;
}

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
