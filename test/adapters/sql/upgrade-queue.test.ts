import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { MIGRATIONS, migrate } from '../../../src/adapters/sql/schema.ts';
import { QUEUE } from '../../../src/adapters/sql/migrations/queue.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';
import type { Approval } from '../../../src/domain/approval.ts';
import { withEverything } from '../../contracts/approvals-with-everything.ts';
import { ApprovalId, Target } from '../../../src/domain/ids.ts';
import { approvedBy, inEveryState, lea, pending, tom } from '../../fakes/approvals.ts';

/** Up to the one that found the queue's columns a place. */
const WITH_QUEUE = MIGRATIONS.slice(0, MIGRATIONS.indexOf(QUEUE) + 1);
const LEAD_OF_TWO = { kind: 'people', count: 2, role: 'lead' } as const;
const more: readonly Approval[] = [
  pending({ needs: LEAD_OF_TWO }),
  pending({ needs: LEAD_OF_TWO, decisions: [approvedBy(tom)] }),
  pending({ needs: LEAD_OF_TWO, decisions: [approvedBy(lea)] }),
  pending({ needs: { kind: 'people', count: 1, role: 'lead' } }),
];
const all = [...inEveryState, ...withEverything, ...more].map((approval, index): Approval => ({
  ...approval,
  id: ApprovalId.parse(`apr_${String(index).padStart(6, '0')}`),
  version: 1,
  proposal: { ...approval.proposal, target: Target.parse(`order:${index}`) },
}));

const COLUMNS = `SELECT id, card, requester, expires_at, waits_for, decided_at, decided_by, decided_before, changed_at
  FROM approvals ORDER BY id`;
const BARRED = 'SELECT approval, person FROM barred ORDER BY approval, person';

/** The schema of the release before, with these requests in it. */
function before(approvals: readonly Approval[]): DatabaseSync {
  const connection = new DatabaseSync(':memory:');
  migrate(connection, WITH_QUEUE.slice(0, -1));
  const insert = connection.prepare(
    `INSERT INTO approvals (id, version, status, target, conversation, customer, action, opened_at, json)
     VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const approval of approvals) {
    const { id, status, conversation, openedAt, proposal: what } = approval;
    const columns = [id, status, what.target, conversation, what.customer, what.action, openedAt];
    insert.run(...columns, JSON.stringify(approval));
  }
  return connection;
}

test('given requests of an earlier release in every state, when it is upgraded, then they are found as if they were saved now', async () => {
  const upgraded = before(all);
  migrate(upgraded, WITH_QUEUE);
  const fresh = openSqlite(':memory:');
  for (const to of all) await sqlStore(fresh.driver).commit({ approvals: [{ to }], audit: [] });

  expect(upgraded.prepare(COLUMNS).all()).toEqual(fresh.connection.prepare(COLUMNS).all());
  expect(upgraded.prepare(BARRED).all()).toEqual(fresh.connection.prepare(BARRED).all());
  upgraded.close();
  fresh.close();
});
