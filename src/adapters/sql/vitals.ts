import { z } from 'zod';
import { OPEN_STATUSES } from '../../domain/approval.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { Money } from '../../domain/money.ts';
import type { Instant } from '../../domain/time.ts';
import type { Oldest, Vitals } from '../../ports/vitals.ts';
import type { Driver, Parameter } from './driver.ts';
import { parseRow } from './parse-row.ts';
import { MIGRATIONS } from './schema.ts';

export function sqlVitals(driver: Driver): Vitals {
  const number = (sql: string, params: readonly Parameter[] = []) => oneNumber(driver, sql, params);
  return {
    // A header field that nothing else uses: SQLite writes the page, whatever stood there.
    probe: async () => void (await driver.write([{ sql: 'PRAGMA user_version = 0', params: [] }])),
    isCurrent: async () => (await number('SELECT max(version) AS number FROM schema_version')) === MIGRATIONS.length,
    oldest: async (now) => oldestOf(await Promise.all(OLDEST.map((sql) => number(sql))), now),
    deepestLane: async (now) => (await number(DEEPEST_LANE, [now])) ?? 0,
    refundsSince: async (instant) => parseRow(Sums, await driver.read(REFUNDS, [instant])),
    openStates: async () => parseRow(States, await driver.read(OPEN_STATES, [...OPEN_STATUSES])),
  };
}

/** In the order of an index each, or over the few rows that are in such a state. */
const OLDEST = [
  `SELECT coalesce(run_at, arrived_at) AS number FROM jobs
   WHERE done_at IS NULL ORDER BY coalesce(run_at, arrived_at), seq LIMIT 1`,
  `SELECT min(saved_at) AS number FROM outbox WHERE state IN ('waiting', 'sending') AND saved_at > 0`,
  `SELECT min(coalesce(json_extract(json, '$.firstStartedAt'), json_extract(json, '$.startedAt'))) AS number
   FROM approvals WHERE status = 'unknown'`,
  `SELECT min(json_extract(json, '$.forPerson.since')) AS number FROM approvals WHERE status = 'unknown'`,
];

const DEEPEST_LANE = `SELECT count(*) AS number FROM jobs
  WHERE done_at IS NULL AND coalesce(run_at, arrived_at) <= $1 GROUP BY lane ORDER BY number DESC LIMIT 1`;

const REFUNDS = `SELECT currency, sum(minor) AS minor FROM approvals
  WHERE status = 'executed' AND changed_at >= $1 AND action = 'refund_order' AND currency IS NOT NULL
  GROUP BY currency ORDER BY currency`;

const OPEN_STATES = `SELECT id, status FROM approvals WHERE status IN ($1, $2, $3, $4, $5)`;

/** A job of the future is not due, and then none is. */
function oldestOf([job, message, unknown, forPerson]: readonly (number | undefined)[], now: Instant): Oldest {
  return {
    ...(job === undefined || job > now ? {} : { job }),
    ...(message === undefined ? {} : { message }),
    ...(unknown === undefined ? {} : { unknown }),
    ...(forPerson === undefined ? {} : { forPerson }),
  };
}

const Sums = z.array(Money);
const States = z.array(z.object({ id: ApprovalId, status: z.enum(OPEN_STATUSES) }));
const Numbers = z.array(z.object({ number: z.number().nullable() }));

/** Of the first row; undefined when there is none, or nothing in it. */
async function oneNumber(driver: Driver, sql: string, params: readonly Parameter[]): Promise<number | undefined> {
  return parseRow(Numbers, await driver.read(sql, params))[0]?.number ?? undefined;
}
