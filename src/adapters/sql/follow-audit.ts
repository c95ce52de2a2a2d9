import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { z } from 'zod';
import type { AuditHead } from '../../ports/audit.ts';
import { AUDIT_COLUMNS } from './audit-file.ts';
import { auditHash } from './audit-hash.ts';
import type { Driver } from './driver.ts';
import { parseRow } from './parse-row.ts';

/** Rows that are followed before anything else may run. */
const PORTION = 100;
/** What was followed once is taken to be as it was; after so many calls all of it is followed again. */
const WHOLE_EVERY = 1_440;

/** Whether the chain of the running bot's audit holds, from where it was followed last; small steps, beside the bot's work. */
export function auditFollower(driver: Driver): () => Promise<boolean> {
  /** `good`: the last row that is known to be as it was written. */
  const state = { good: START, calls: 0 };
  return async () => {
    if (state.calls % WHOLE_EVERY === 0) state.good = START;
    for (;;) {
      const { good, isBroken, isAtEnd } = await followPortion(driver, state.good);
      state.good = good;
      if (isBroken) return false;
      if (!isAtEnd) await turnOfTheLoop();
      else {
        state.calls += 1;
        return true;
      }
    }
  };
}

const START: AuditHead = { seq: 0, hash: '' };

const Row = z.tuple([z.number().int()], z.union([z.string(), z.number(), z.null()]));
const End = z.tuple([z.object({ seq: z.number().int(), hash: z.string(), last: z.number().int() })]);

async function followPortion(driver: Driver, from: AuditHead) {
  const sql = `SELECT ${AUDIT_COLUMNS} FROM audit WHERE seq > $1 ORDER BY seq LIMIT $2`;
  let good = from; // goes on with each row
  for (const row of await driver.read(sql, [from.seq, PORTION])) {
    const columns = parseRow(Row, Object.values(row));
    const hash = auditHash(good.hash, columns.slice(0, -1));
    if (columns[0] !== good.seq + 1 || columns.at(-1) !== hash) return { good, isBroken: true, isAtEnd: false };
    good = { seq: columns[0], hash };
  }
  const end = await driver.read(
    'SELECT seq, hash, (SELECT coalesce(max(seq), 0) FROM audit) AS last FROM audit_head',
    [],
  );
  const [{ seq, hash, last }] = parseRow(End, end);
  const isAtEnd = last === good.seq;
  return { good, isBroken: last < good.seq || (isAtEnd && (seq !== good.seq || hash !== good.hash)), isAtEnd };
}
