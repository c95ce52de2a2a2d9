import type { Approval } from '../../domain/approval.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { Transition } from '../../ports/store.ts';
import type { Parameter, Statement } from './driver.ts';
import { barredFrom, queueColumns } from './queue-columns.ts';

/** From one version to the next; to `executing` only while nothing holds executions back. None for an approval that is opened. */
export function move({ to, from }: Transition): Statement[] {
  if (from === undefined) return [];
  expectNext(to, from);
  const unheld = to.status === 'executing' ? ' AND NOT EXISTS (SELECT 1 FROM holds)' : '';
  const unerased = isAfterItsEnd(to) ? " AND json_extract(json, '$.erasedAt') IS NULL" : '';
  return [
    {
      sql: `UPDATE approvals SET version = $3, status = $4, json = $5, expires_at = $6, waits_for = $7, decided_at = $8,
              decided_by = $9, decided_before = $10, changed_at = $11, undo_until = $12
            WHERE id = $1 AND version = $2${unheld}${unerased}`,
      params: [to.id, from, to.version, to.status, JSON.stringify(to), ...queueColumns(to)],
      expectRows: 1,
    },
    ...unbar(to),
    ...bar(to),
  ];
}

export function open({ to, from }: Transition): Statement[] {
  if (from !== undefined) return [];
  expectNext(to, 0);
  return [
    {
      sql: `INSERT INTO approvals (${LEDGER_COLUMNS}, json)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
            ON CONFLICT DO NOTHING`,
      params: [...ledgerColumns(to), JSON.stringify(to)],
      expectRows: 1,
    },
    ...bar(to),
  ];
}

/** Everything beside the JSON itself. */
export const LEDGER_COLUMNS = `id, version, status, expires_at, waits_for, decided_at, decided_by, decided_before, changed_at,
  undo_until, target, conversation, customer, action, opened_at, minor, currency, card, requester`;

/** What the JSON makes of them, in their order. */
export function ledgerColumns(approval: Approval): readonly Parameter[] {
  const { id, version, status, conversation, openedAt, requester, proposal } = approval;
  const { target, customer, action, cost } = proposal;
  const subject = [target, conversation, customer, action, openedAt, cost?.minor ?? null, cost?.currency ?? null];
  return [id, version, status, ...queueColumns(approval), ...subject, cardOf(approval), requester.person];
}

/** Two transitions from one version would both pass the guard if the version did not move. */
function expectNext({ id, version }: Approval, from: number): void {
  if (version !== from + 1) throw new Error(`${id} goes from version ${from} to ${version}, expected ${from + 1}`);
}

/** What somebody read before the texts were erased must not bring them back: these may move after their end. */
const isAfterItsEnd = (to: Approval): boolean => 'reopened' in to || to.status === 'executed';

/** Whoever is not barred any more: an edit makes everybody's decisions void. All, once nothing waits for a decision. */
function unbar(to: Approval): Statement[] {
  const people = to.status === 'pending' ? barredFrom(to) : [];
  const others =
    people.length === 0 ? '' : ` AND person NOT IN (${people.map((_, index) => `$${index + 2}`).join(', ')})`;
  return [{ sql: `DELETE FROM barred WHERE approval = $1${others}`, params: [to.id, ...people] }];
}

function bar(to: Approval): Statement[] {
  if (to.status !== 'pending') return [];
  return barredFrom(to).map((person) => ({
    sql: 'INSERT INTO barred (approval, person) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    params: [to.id, person],
  }));
}
