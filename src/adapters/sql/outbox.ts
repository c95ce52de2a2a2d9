import { z } from 'zod';
import type { OutgoingId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { OutboxRow, Store } from '../../ports/store.ts';
import type { Driver, Parameter, Statement } from './driver.ts';
import { OutgoingRow, RefRow } from './outgoing-row.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

type Outbox = Pick<Store, 'unsent' | 'markSending' | 'markSent' | 'markFailed' | 'markDropped' | 'placeOf'>;

export function outbox(driver: Driver): Outbox {
  const mark = async (id: OutgoingId, ...statements: readonly Statement[]): Promise<void> => {
    if (!(await driver.write(statements))) throw new Error(`nothing in the outbox is called ${id}`);
  };
  return {
    unsent: (now, lane) => unsent(driver, now, lane),
    markSending: (id) => mark(id, set("state = 'sending'", [id])),
    markSent: (id, { channel, ts }) =>
      mark(
        id,
        set("state = 'sent', channel = $2, ts = $3, json = '{}'", [id, channel, ts]),
        movePlace([id, channel, ts]),
        { sql: 'DELETE FROM drafts WHERE channel = $1 AND ts = $2', params: [channel, ts] },
      ),
    markFailed: (id, notBefore, ambiguous) =>
      mark(
        id,
        set('state = $2, not_before = $3, attempts = attempts + 1', [id, ambiguous ? 'sending' : 'waiting', notBefore]),
      ),
    markDropped: (id) => mark(id, set("state = 'dropped', json = '{}'", [id])),
    placeOf: async (place) => {
      const [row] = await driver.read('SELECT channel, ts FROM places WHERE place = $1', [place]);
      return row && parseRow(RefRow, row);
    },
  };
}

/** `$1` is the row's id. */
const set = (assignments: string, params: readonly Parameter[]): Statement => ({
  sql: `UPDATE outbox SET ${assignments} WHERE id = $1`,
  params,
  expectRows: 1,
});

const movePlace = (params: readonly Parameter[]): Statement => ({
  sql: `INSERT INTO places (place, channel, ts)
        SELECT place, $2, $3 FROM outbox WHERE id = $1 AND place IS NOT NULL
        ON CONFLICT (place) DO UPDATE SET channel = excluded.channel, ts = excluded.ts`,
  params,
});

const Rows = z.array(
  z.object({
    json: jsonColumn(OutgoingRow),
    state: z.enum(['waiting', 'sending']),
    attempts: z.number().int(),
    not_before: z.number().int(),
  }),
);

/** A row that is not due yet holds back everything behind it in its lane. The plus keeps the database from reading in order of `seq`, which is all that was ever said. */
async function unsent(driver: Driver, now: Instant, lane: string | undefined): Promise<OutboxRow[]> {
  const rows = await driver.read(
    `SELECT o.json, o.state, o.attempts, o.not_before FROM outbox o
     WHERE o.state IN ('waiting', 'sending') ${lane === undefined ? '' : 'AND o.lane = $2'} AND NOT EXISTS (
       SELECT 1 FROM outbox earlier
       WHERE earlier.lane = o.lane AND earlier.seq <= o.seq
         AND earlier.state IN ('waiting', 'sending') AND earlier.not_before > $1)
     ORDER BY +o.seq`,
    lane === undefined ? [now] : [now, lane],
  );
  return parseRow(Rows, rows).map(({ json, not_before, ...row }) => ({
    outgoing: json,
    ...row,
    notBefore: not_before,
  }));
}
