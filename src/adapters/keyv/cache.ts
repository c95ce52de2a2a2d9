import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { KeyvSqlite } from '@keyv/sqlite';
import { Keyv } from 'keyv';
import { z } from 'zod';
import { Unavailable } from '../../domain/errors.ts';

/** What may be forgotten at any time. Everything throws `Unavailable('store')`. */
export interface Cache<Value> {
  /** Undefined: never set, expired, or saved by a version of the bot that wrote something else. */
  get(key: string): Promise<Value | undefined>;
  set(key: string, value: Value): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface CacheOptions<Value> {
  /** Caches of different namespaces share a table and nothing else. */
  namespace: string;
  /** Milliseconds after which a value is gone. */
  ttl: number;
  /** What is read back; values must survive JSON unchanged. */
  schema: z.ZodType<Value>;
}

export function cache<Value>(connection: DatabaseSync, { namespace, ttl, schema }: CacheOptions<Value>): Cache<Value> {
  // One adapter per Keyv: the namespace is the adapter's state. With no 'error' listener, Keyv throws its errors.
  const adapter = new KeyvSqlite({ driver: driverOn(connection), table: 'cache' });
  const keyv = new Keyv({ store: adapter, namespace, ttl });
  return {
    get: async (key) => schema.safeParse(await orOutage(keyv.get(key))).data,
    set: async (key, value) => {
      if (!(await orOutage(keyv.set(key, value)))) throw new Unavailable('store');
      await orOutage(adapter.clearExpired());
    },
    delete: async (key) => void (await orOutage(keyv.delete(key))),
  };
}

async function orOutage<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (cause) {
    throw new Unavailable('store', { cause });
  }
}

/** The adapter on the bot's own connection, which it neither opens nor closes. */
function driverOn(connection: DatabaseSync) {
  const statements = new Map<string, StatementSync>();
  const query = (sql: string, values: unknown[]): unknown[] => {
    const statement = statements.get(sql) ?? connection.prepare(sql);
    statements.set(sql, statement);
    return statement.all(...values.map(toInput));
  };
  return {
    name: 'node:sqlite' as const,
    connect: async () => ({
      query: async (sql: string, ...values: unknown[]) =>
        READS.test(sql) ? query(sql, values) : withoutWaiting(connection, () => query(sql, values)),
      close: async () => {},
    }),
  };
}

const READS = /^\s*SELECT/i;

/** What a power cut takes from a cache is no loss: unlike all else on the connection, it does not wait for the disk. */
function withoutWaiting<Value>(connection: DatabaseSync, work: () => Value): Value {
  connection.exec('PRAGMA synchronous = NORMAL');
  try {
    return work();
  } finally {
    connection.exec('PRAGMA synchronous = FULL');
  }
}

const Input: z.ZodType<SQLInputValue> = z.union([z.string(), z.number(), z.null()]);

/** SQLite takes no objects: they are saved as JSON. */
function toInput(value: unknown): SQLInputValue {
  const input = Input.safeParse(value);
  return input.success ? input.data : JSON.stringify(value);
}
