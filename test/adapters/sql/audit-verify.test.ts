import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { auditFileOver } from '../../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../../src/adapters/sql/audit-verify.ts';
import { forget } from '../../../src/adapters/sql/forget.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';
import { auditOf } from '../../../src/approvals/report/audit-row.ts';
import { NOON, approvedBy, lea, pending } from '../../fakes/approvals.ts';
import { AUDITED, lifeOf, writeAudited } from '../../fakes/audited.ts';

/** Waits for a decision; the one before it was carried out. */
const WAITING = 'apr_000004';
const DONE = 'apr_000003';

let template: string;
let database: DatabaseSync;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'deskhand-verified-'));
  await writeAudited(template, 4);
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(() => {
  const path = join(template, 'tampered.db');
  copyFileSync(join(template, AUDITED), path);
  database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
});
afterEach(() => database.close());

const found = (): readonly string[] => verifyAudit(auditFileOver(database), undefined).faults.map(({ what }) => what);

describe('given a request whose columns somebody changed in the ledger', () => {
  test.each([
    ['opened_at', 'opened_at + 1'],
    ['card', "'apr_000003'"],
    ['requester', "'person_nobody'"],
    ['expires_at', 'expires_at + 3600000'],
    ['expires_at', '9007199254740993'],
    ['waits_for', 'NULL'],
    ['waits_for', "'lead'"],
    ['decided_before', "'person_nobody'"],
    ['decided_at', '1'],
    ['decided_by', "'person_nobody'"],
    ['changed_at', 'changed_at + 1'],
    ['undo_until', '9000000000000'],
    ['minor', 'minor + 1'],
    ['currency', "'EUR'"],
    ['status', "'approved'"],
    ['target', "'order:ORD-9'"],
    ['customer', "'cust_9'"],
    ['conversation', "'T1:C9:1'"],
    ['action', "'cancel_order'"],
  ])('when that is %s = %s, then the column is named', (column, value) => {
    database.exec(`UPDATE approvals SET ${column} = ${value} WHERE id = '${WAITING}'`);

    expect(found()).toEqual([`${WAITING} was changed in the ledger: column ${column}`]);
  });

  test('when those are several, then all of them are named', () => {
    database.exec(`UPDATE approvals SET decided_by = NULL, decided_at = NULL WHERE id = '${DONE}'`);

    expect(found()).toEqual([`${DONE} was changed in the ledger: columns decided_at, decided_by`]);
  });
});

describe('given who may not approve a request', () => {
  test.each([
    ['somebody is let in', `DELETE FROM barred WHERE approval = '${WAITING}'`, WAITING],
    ['somebody is shut out', `INSERT INTO barred VALUES ('${WAITING}', 'person_lea')`, WAITING],
    ['somebody is taken for another', `UPDATE barred SET person = 'person_nobody'`, WAITING],
    ['somebody is shut out of what was decided', `INSERT INTO barred VALUES ('${DONE}', 'person_lea')`, DONE],
  ])('when %s by hand, then the request is named', (_, sql, id) => {
    database.exec(sql);

    expect(found()).toEqual([`${id} was changed in the ledger: table barred`]);
  });

  test('when somebody is shut out of what nobody asked for, then that is told', () => {
    database.exec(`INSERT INTO barred VALUES ('apr_nobodyknows', 'person_lea')`);

    expect(found()).toEqual(['apr_nobodyknows is in table barred, but not in the ledger']);
  });

  test('when one of two has decided, then nothing is said', async () => {
    const sqlite = openSqlite(':memory:');
    const half = pending({ needs: { kind: 'people', count: 2, role: 'lead' }, decisions: [approvedBy(lea)] });
    await sqlStore(sqlite.driver).commit({ approvals: [{ to: half }], audit: [auditOf(half, NOON)] });

    expect(verifyAudit(auditFileOver(sqlite.connection), undefined).faults).toEqual([]);
    sqlite.close();
  });
});

test('given a request that could be taken back, when its texts are erased, then its columns are those of what is left', async () => {
  const sqlite = openSqlite(':memory:');
  const undoable = lifeOf(1).find((step) => step.status === 'executed');
  if (!undoable) throw new Error('expected an end');
  const to = { ...undoable, version: 1, undoUntil: NOON + 60_000 };
  await sqlStore(sqlite.driver).commit({ approvals: [{ to }], audit: [auditOf(to, NOON)] });

  await forget(sqlite.driver, to.conversation, NOON + 90_000);

  expect(verifyAudit(auditFileOver(sqlite.connection), undefined).faults).toEqual([]);
  sqlite.close();
});

describe('given the triggers that keep the audit', () => {
  const TOOTHLESS = 'CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit BEGIN SELECT 1; END';

  test.each([
    ['one is removed', 'DROP TRIGGER audit_is_never_deleted', 'audit_is_never_deleted was removed'],
    [
      'one does nothing any more',
      `DROP TRIGGER audit_is_never_deleted; ${TOOTHLESS}`,
      'audit_is_never_deleted was changed',
    ],
    [
      'one does it for some rows only',
      `DROP TRIGGER audit_is_never_deleted; ${TOOTHLESS.replace('BEGIN SELECT 1', "WHEN OLD.seq > 9 BEGIN SELECT RAISE(ABORT, 'the audit is append-only')")}`,
      'audit_is_never_deleted was changed',
    ],
    [
      'there is another one',
      'CREATE TRIGGER quiet BEFORE INSERT ON audit BEGIN SELECT RAISE(IGNORE); END',
      'quiet was added',
    ],
  ])('when %s, then it is named', (_, sql, what) => {
    database.exec(sql);

    expect(found()).toEqual([`The trigger ${what}`]);
  });
});
