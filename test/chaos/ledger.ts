import { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { ApprovalRow } from '../../src/adapters/sql/approval-row.ts';
import type { Approval } from '../../src/domain/approval.ts';

/** What the bot's database says, read without touching it. */
export interface Ledger {
  approvals: readonly Approval[];
  /** Where each card stands, by the approval that names it. */
  cards: ReadonlyMap<string, { channel: string; ts: string }>;
  /** Due and not done. */
  openJobs: readonly string[];
  unsent: readonly string[];
  /** Given up by the deliverer, by kind. */
  dropped: readonly string[];
  outbox: number;
  /** How often the outcome of an execution was not known at first. */
  unknowns: number;
  /** Requests of an earlier copy of which the company knew that they were carried out. */
  recovered: number;
  /** What holds executions back. */
  holds: readonly string[];
}

const Ids = z.array(z.object({ id: z.string() }));
const Approvals = z.array(z.object({ json: z.string() }));
const Places = z.array(z.object({ place: z.string(), channel: z.string(), ts: z.string() }));
const Count = z.object({ count: z.number() });

/** `now` is the bot's own time, milliseconds. */
export function readLedger(path: string, now: number): Ledger {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 2_000 });
  const ids = (sql: string, ...values: number[]): readonly string[] =>
    Ids.parse(database.prepare(sql).all(...values)).map(({ id }) => id);
  const count = (sql: string): number => Count.parse(database.prepare(sql).get()).count;
  try {
    const rows = Approvals.parse(database.prepare('SELECT json FROM approvals ORDER BY seq').all());
    const places = Places.parse(database.prepare("SELECT * FROM places WHERE place LIKE 'card:%'").all());
    return {
      approvals: rows.map(({ json }) => ApprovalRow.parse(JSON.parse(json))),
      cards: new Map(places.map(({ place, ...where }) => [place.slice('card:'.length), where])),
      openJobs: ids('SELECT id FROM jobs WHERE done_at IS NULL AND (run_at IS NULL OR run_at <= ?) ORDER BY seq', now),
      unsent: ids("SELECT id FROM outbox WHERE state IN ('waiting', 'sending') ORDER BY seq"),
      dropped: ids(
        "SELECT id || ' ' || kind AS id FROM outbox WHERE state = 'dropped' AND kind <> 'nudge' ORDER BY seq",
      ),
      outbox: count('SELECT count(*) AS count FROM outbox'),
      recovered: count("SELECT count(*) AS count FROM audit WHERE json_extract(detail, '$.recovered')"),
      holds: ids('SELECT kind AS id FROM holds'),
      unknowns: count("SELECT count(*) AS count FROM audit WHERE event = 'unknown'"),
    };
  } finally {
    database.close();
  }
}
