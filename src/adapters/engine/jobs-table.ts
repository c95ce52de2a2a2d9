import { z } from 'zod';
import { JobId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job, JobKind } from '../../ports/engine.ts';
import type { Driver, Statement } from '../sql/driver.ts';
import { jsonColumn, parsedJson } from '../sql/parse-row.ts';
import type { Entry } from './lanes.ts';

const Kind: z.ZodType<JobKind> = z.enum([
  'message',
  'deletion',
  'edit',
  'stop',
  'click',
  'confirm',
  'reopen',
  'undo',
  'execute',
  'reconcile',
  'deadline',
  'compensate',
  'follow-up',
]);

const JobRow = z.object({
  id: JobId,
  alias: z.string().nullable(),
  lane: z.string(),
  kind: Kind,
  data: jsonColumn(parsedJson),
  run_at: z.number().int().nullable(),
  attempts: z.number().int(),
});

/** `runAt` is kept only if it is later than the arrival: what was due once stays due, whatever becomes of the clock. */
export const insertJob = (job: Job, arrivedAt: Instant): Statement => ({
  sql: `INSERT INTO jobs (id, alias, lane, kind, data, run_at, arrived_at, attempts)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0) ON CONFLICT DO NOTHING`,
  params: [
    job.id,
    job.alias ?? null,
    job.key,
    job.kind,
    JSON.stringify(job.data),
    job.runAt !== undefined && job.runAt > arrivedAt ? job.runAt : null,
    arrivedAt,
  ],
  expectRows: 1,
});

/** The id and alias stay, so that the same work is not taken on again. */
export const finishJob = (id: JobId, at: Instant): Statement => ({
  sql: "UPDATE jobs SET done_at = $2, data = '{}' WHERE id = $1",
  params: [id, at],
});

export const countAttempt = (id: JobId): Statement => ({
  sql: 'UPDATE jobs SET attempts = attempts + 1 WHERE id = $1',
  params: [id],
});

export const forgetJobsDoneBefore = (instant: Instant): Statement => ({
  sql: 'DELETE FROM jobs WHERE done_at < $1',
  params: [instant],
});

/** In the order in which they became or become due. `broken` are the ids of rows that the bot cannot have written. */
export async function openJobs(driver: Driver): Promise<{ entries: Entry[]; broken: unknown[] }> {
  const rows = await driver.read(
    `SELECT id, alias, lane, kind, data, run_at, attempts FROM jobs
     WHERE done_at IS NULL ORDER BY coalesce(run_at, arrived_at), seq`,
    [],
  );
  const parsed = rows.map((row) => ({ id: row['id'], result: JobRow.safeParse(row) }));
  return {
    entries: parsed.flatMap(({ result }) => (result.success ? [toEntry(result.data)] : [])),
    broken: parsed.filter(({ result }) => !result.success).map(({ id }) => id),
  };
}

const toEntry = ({ id, alias, lane, kind, data, run_at, attempts }: z.infer<typeof JobRow>): Entry => ({
  job: {
    id,
    key: lane,
    kind,
    data,
    ...(alias === null ? {} : { alias }),
    ...(run_at === null ? {} : { runAt: run_at }),
  },
  attempts,
});
