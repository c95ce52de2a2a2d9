import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { localEngine } from '../../../src/adapters/engine/local.ts';
import { auditFileOver } from '../../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../../src/adapters/sql/audit-verify.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';
import { OPEN_STATUSES } from '../../../src/domain/approval.ts';
import { ApprovalId, ConversationId, OutgoingId } from '../../../src/domain/ids.ts';
import { cardPlace } from '../../../src/domain/say.ts';
import type { Job } from '../../../src/ports/engine.ts';
import type { Store } from '../../../src/ports/store.ts';
import { AT, OLD_ROWS, THREAD, writeFirstRelease } from './first-release.ts';

const LATE = AT + 100 * 24 * 3_600_000;

describe('given a database of the first release', () => {
  let folder: string;
  let sqlite: Sqlite;
  let store: Store;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'deskhand-upgrade-'));
    const old = new DatabaseSync(join(folder, 'deskhand.db'));
    writeFirstRelease(old);
    old.close();
    sqlite = openSqlite(join(folder, 'deskhand.db'));
    store = sqlStore(sqlite.driver);
  });
  afterEach(() => {
    sqlite.close();
    rmSync(folder, { recursive: true });
  });

  /** What the first release did not know, by state. */
  const added = (status: string): object => {
    if (status === 'pending') return { reminders: [] };
    if (status === 'executing') return { firstStartedAt: AT + 2 };
    if (status === 'unknown') return { firstStartedAt: AT + 9 };
    if (status === 'withdrawn') return { why: 'taken-back' };
    if (status === 'superseded') return { by: { id: 'apr_pending', effect: 'Refund $48.00', edition: 2 } };
    return {};
  };

  test.each(OLD_ROWS.map((old) => [old.id, old] as const))(
    'when it is opened, then %s reads as it was, with what is new',
    async (id, old) => {
      expect(await store.approval(ApprovalId.parse(id))).toEqual({
        ...old,
        edition: 1,
        questions: [],
        ...added(old.status),
      });
    },
  );

  test('when it is opened, then every open one is found, and a copy from before lies beside it', async () => {
    const open = await store.approvalsIn(OPEN_STATUSES);

    expect(open.map(({ id }) => id)).toEqual([
      'apr_pending',
      'apr_halfway',
      'apr_bypolicy',
      'apr_executing',
      'apr_unknown',
    ]);
    expect(await store.approvalsOf(ConversationId.parse(THREAD))).toHaveLength(OLD_ROWS.length);
    expect(await store.latest()).toBe(AT + 7);
    expect(existsSync(join(folder, 'deskhand.db.schema-1'))).toBe(true);
  });

  test('when it is opened, then its audit is whole from the first row on and knows every request as it is', () => {
    const verified = verifyAudit(auditFileOver(sqlite.connection), undefined);

    expect(verified).toMatchObject({ rows: 1 + OLD_ROWS.length, requests: OLD_ROWS.length, faults: [] });
  });

  test('when a request of then is changed, then the audit tells', () => {
    sqlite.connection.exec("UPDATE approvals SET json = replace(json, 'Refund', 'refund') WHERE id = 'apr_pending'");

    expect(verifyAudit(auditFileOver(sqlite.connection), undefined).faults).toEqual([
      { what: 'apr_pending was changed in the ledger: it is not what version 1 was' },
    ]);
  });

  test('when it is opened, then cards stand where they stood, and what is owed finds its place', async () => {
    const [card, handOff] = await store.unsent(LATE);
    const ref = await store.placeOf(cardPlace(ApprovalId.parse('apr_pending')));

    expect(ref).toEqual({ channel: 'C9', ts: '1700000001.000100' });
    expect(card).toMatchObject({ state: 'waiting', outgoing: { kind: 'card', approval: 'apr_halfway' } });
    expect(handOff).toMatchObject({ state: 'sending', attempts: 1, outgoing: { kind: 'hand-off' } });
    if (!ref) throw new Error('expected a place');
    await store.markSent(OutgoingId.parse('out_2'), ref);
    expect(await store.placeOf(cardPlace(ApprovalId.parse('apr_halfway')))).toEqual(ref);
  });

  test('when the engine takes it up, then a job that was to expire a request meets its deadline', async () => {
    const ran: Job[] = [];
    const run = async (job: Job): Promise<void> => void ran.push(job);
    const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
    const engine = localEngine({ driver: sqlite.driver, now: () => LATE, log: silent, wake: () => () => {} });
    await engine.start({
      message: run,
      deletion: run,
      edit: run,
      stop: run,
      click: run,
      confirm: run,
      reopen: run,
      undo: run,
      execute: run,
      reconcile: run,
      deadline: run,
      compensate: run,
      'follow-up': run,
    });
    await engine.stop(1_000);

    expect(ran).toEqual([
      {
        id: 'expire:apr_pending',
        key: 'apr_pending',
        kind: 'deadline',
        data: { approval: 'apr_pending' },
        runAt: AT + 7_200_000,
      },
    ]);
  });
});
