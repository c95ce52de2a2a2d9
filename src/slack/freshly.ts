import { z } from 'zod';
import type { Instant } from '../domain/time.ts';

/** Keeps a value with the moment it was read; may forget it at any time. */
export interface Cache {
  get(key: string): Promise<unknown>;
  set(key: string, value: Kept): Promise<void>;
}
/** `readAt` is an `Instant`, `value` any JSON. */
export const Kept = z.object({ readAt: z.number(), value: z.unknown() });
export type Kept = z.infer<typeof Kept>;
export interface FreshlyDeps {
  cache: Cache;
  now: () => Instant;
}
interface Source<Value> {
  key: string;
  schema: z.ZodType<Value>;
  read: () => Promise<Value>;
}

/** Answers what was read at most `maxAge` milliseconds ago, else reads it; simultaneous reads of one key are one. */
export type Freshly = <Value>(source: Source<Value>, maxAge: number) => Promise<Value>;

/** A read that fails is not kept. */
export function freshly({ cache, now }: FreshlyDeps): Freshly {
  const underway = new Map<string, Promise<unknown>>();
  const readNow = async ({ key, read }: Source<unknown>): Promise<unknown> => {
    const readAt = now();
    const value = await read();
    await cache.set(key, { readAt, value });
    return value;
  };
  return async ({ key, schema, read }, maxAge) => {
    const kept = Kept.safeParse(await cache.get(key)).data;
    const value = schema.safeParse(kept?.value);
    if (kept && value.success && isWithin(now() - kept.readAt, maxAge)) return value.data;
    const reading = underway.get(key) ?? readNow({ key, schema, read }).finally(() => underway.delete(key));
    underway.set(key, reading);
    return schema.parse(await reading);
  };
}

/** What was read in the future was read by another clock: nobody knows how old it is. */
const isWithin = (age: number, maxAge: number): boolean => age >= 0 && age <= maxAge;
