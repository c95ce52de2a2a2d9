import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { problem } from './answer.ts';
import type { Answer } from './answer.ts';
import { inTransaction } from './database.ts';

interface Write {
  system: string;
  key: string;
  method: string;
  /** Relative to the system's base. */
  path: string;
  body: unknown;
}

/** What `GET /writes/{key}` answers: `body` is the answer's. */
interface WriteRecord {
  method: string;
  path: string;
  status: number;
  body: unknown;
  at: string;
}

/** A line of `GET /journal`: `body` is what was asked for. */
type JournalLine = WriteRecord & { key: string };

export interface Writes {
  /** Does `change` once per key, refusals included, and gives its first answer again afterwards. `wait` stands before the change. */
  once(write: Write, change: () => Answer, wait: () => Promise<void>): Promise<Answer>;
  find(system: string, key: string): WriteRecord | undefined;
  journal(): readonly JournalLine[];
}

const Row = z.object({
  key: z.string(),
  method: z.string(),
  path: z.string(),
  request: z.string(),
  status: z.number(),
  answer: z.string(),
  at: z.string(),
});

export function writesIn(database: DatabaseSync, now: () => number): Writes {
  const running = new Set<string>();
  const select = database.prepare('SELECT * FROM writes WHERE system = ? AND key = ?');
  const insert = database.prepare(
    'INSERT INTO writes (system, key, method, path, request, status, answer, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const everything = database.prepare('SELECT * FROM writes ORDER BY number');

  const perform = (write: Write, change: () => Answer): Answer =>
    inTransaction(database, () => {
      const answer = change();
      const { system, key, method, path } = write;
      const at = new Date(now()).toISOString();
      insert.run(system, key, method, path, sorted(write.body), answer.status, JSON.stringify(answer), at);
      return answer;
    });

  return {
    async once(write, change, wait) {
      const earlier = select.get(write.system, write.key);
      if (earlier) return repeat(Row.parse(earlier), write);
      const name = `${write.system} ${write.key}`;
      if (running.has(name)) return problem(409, 'in_progress', 'A write with this key is still running.');
      running.add(name);
      try {
        await wait();
        return perform(write, change);
      } finally {
        running.delete(name);
      }
    },
    find(system, key) {
      const row = select.get(system, key);
      return row && recordOf(Row.parse(row));
    },
    journal: () => everything.all().map((row) => journalLineOf(Row.parse(row))),
  };
}

type Row = z.infer<typeof Row>;
const Stored = z.object({
  status: z.number(),
  body: z.unknown(),
  headers: z.record(z.string(), z.string()).optional(),
});

function repeat(earlier: Row, write: Write): Answer {
  const same = earlier.method === write.method && earlier.path === write.path && earlier.request === sorted(write.body);
  if (!same) return problem(409, 'key_reused', 'This key was used before for another write.');
  const { status, body, headers } = Stored.parse(JSON.parse(earlier.answer));
  return { status, body, ...(headers && { headers }) };
}

function recordOf({ method, path, status, answer, at }: Row): WriteRecord {
  return { method, path, status, body: Stored.parse(JSON.parse(answer)).body, at };
}

const journalLineOf = ({ key, method, path, request, status, at }: Row): JournalLine => ({
  key,
  method,
  path,
  body: JSON.parse(request),
  status,
  at,
});

/** JSON that does not depend on the order in which keys were written. */
const sorted = (body: unknown): string =>
  JSON.stringify(body, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
