import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { auditFileOver } from '../../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../../src/adapters/sql/audit-verify.ts';
import type { Statement } from '../../../src/adapters/sql/driver.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../../src/adapters/sql/store.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { JobId } from '../../../src/domain/ids.ts';
import { NOON, pending } from '../../fakes/approvals.ts';

const add = (job: string): Statement => ({ sql: 'INSERT INTO done (job) VALUES ($1)', params: [job] });
const missing: Statement = { sql: 'DELETE FROM done WHERE job = $1', params: ['no such job'], expectRows: 1 };

let folder: string;
let path: string;
let sqlite: Sqlite;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-sqlite-'));
  path = join(folder, 'deskhand.db');
  sqlite = openSqlite(path);
});
afterEach(() => {
  if (sqlite.connection.isOpen) sqlite.close();
  rmSync(folder, { recursive: true });
});

const saved = async (): Promise<unknown[]> =>
  (await sqlite.driver.read('SELECT job FROM done ORDER BY job', [])).map((row) => row['job']);
const outageOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no outage',
    (error: unknown) => error,
  );

describe('given writes of the same turn', () => {
  test('when one is undone and one is wrong, then the others are written', async () => {
    const answers = await Promise.allSettled([
      sqlite.driver.write([add('a')]),
      sqlite.driver.write([add('b'), missing]),
      sqlite.driver.write([add('a')]),
      sqlite.driver.write([add('c'), { sql: 'no SQL at all', params: [] }]),
      sqlite.driver.write([add('d')]),
    ]);

    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 'error'))).toEqual([
      true,
      false,
      'error',
      'error',
      true,
    ]);
    expect(await saved()).toEqual(['a', 'd']);
  });

  test('when they are more than one transaction takes, then all are written', async () => {
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => sqlite.driver.write([add(`job ${index}`)])),
    );

    expect(answers.every(Boolean)).toBe(true);
    expect(await saved()).toHaveLength(1_000);
  });

  test('when one resolves, then another connection sees all of them', async () => {
    const other = new DatabaseSync(path);
    const count = (): unknown => other.prepare('SELECT count(*) AS count FROM done').get()?.['count'];

    const counts = await Promise.all(['a', 'b', 'c'].map((job) => sqlite.driver.write([add(job)]).then(count)));

    expect(counts).toEqual([3, 3, 3]);
    other.close();
  });

  test('when one of them writes nothing, then that is true as well', async () => {
    expect(await sqlite.driver.write([])).toBe(true);
  });
});

describe('given a disk or a file that fails', () => {
  test('when the disk is full, then every write of the turn is an outage and nothing is written; later ones succeed', async () => {
    const pages = Number(sqlite.connection.prepare('PRAGMA page_count').get()?.['page_count']);
    sqlite.connection.exec(`PRAGMA max_page_count = ${pages}`);

    const answers = await Promise.all([
      outageOf(sqlite.driver.write([add('a')])),
      outageOf(sqlite.driver.write([add('x'.repeat(100_000))])),
      outageOf(sqlite.driver.write([add('b')])),
    ]);
    sqlite.connection.exec(`PRAGMA max_page_count = ${pages + 1_000}`);
    await sqlite.driver.write([add('c')]);

    expect(answers.map((answer) => answer instanceof Unavailable && answer.system)).toEqual([
      'store',
      'store',
      'store',
    ]);
    expect(await saved()).toEqual(['c']);
    expect(sqlite.connection.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });

  test('when another program holds the lock too long, then a write is an outage, and succeeds after that', async () => {
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');

    const answer = await outageOf(sqlite.driver.write([add('a')]));
    other.exec('ROLLBACK');
    other.close();

    expect(answer).toBeInstanceOf(Unavailable);
    expect(await sqlite.driver.write([add('a')])).toBe(true);
  });

  test('when the file was removed, then nothing more is acknowledged', async () => {
    rmSync(path);

    expect(await outageOf(sqlite.driver.write([add('a')]))).toMatchObject({
      cause: { message: 'the database file was moved or removed' },
    });
  });

  test('when the connection is closed, then reads and writes are outages', async () => {
    sqlite.close();

    expect(await outageOf(sqlite.driver.write([add('a')]))).toBeInstanceOf(Unavailable);
    expect(await outageOf(sqlite.driver.read('SELECT 1', []))).toBeInstanceOf(Unavailable);
  });

  test('when it is not a database, then opening it is an outage', () => {
    sqlite.close();
    writeFileSync(path, 'not a database at all'.repeat(100));

    expect(() => openSqlite(path)).toThrow(Unavailable);
  });

  test('when its pages are garbled, then reading is an outage', async () => {
    await sqlite.driver.write(Array.from({ length: 2_000 }, (_, index) => add(`job ${index}`)));
    sqlite.close();
    const bytes = readFileSync(path);
    const { page_size: size, rootpage: root } = whereDoneBegins();
    writeFileSync(
      path,
      Buffer.concat([bytes.subarray(0, (root - 1) * size), Buffer.alloc(size, 0xa5), bytes.subarray(root * size)]),
    );
    sqlite = openSqlite(path);

    expect(await outageOf(saved())).toBeInstanceOf(Unavailable);
  });

  test('when a saved approval is not one, then reading it is an outage and not a wrong approval', async () => {
    const store = sqlStore(sqlite.driver);
    await store.commit({ approvals: [{ to: pending() }], audit: [] });
    for (const json of ['{', '{}', JSON.stringify({ ...pending(), status: 'executed' })]) {
      sqlite.connection.prepare('UPDATE approvals SET json = $1').run({ $1: json });

      expect(await outageOf(store.approval(pending().id))).toBeInstanceOf(Unavailable);
    }
  });

  function whereDoneBegins(): { page_size: number; rootpage: number } {
    const database = new DatabaseSync(path);
    const size = database.prepare('PRAGMA page_size').get()?.['page_size'];
    const root = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'done'").get()?.['rootpage'];
    database.close();
    return { page_size: Number(size), rootpage: Number(root) };
  }
});

test('given a power cut that leaves the log torn anywhere after an acknowledged write, then that write is there and nothing is half there', async () => {
  const wal = `${path}-wal`;
  const safeFrom: number[] = [];
  for (let turn = 0; turn < 20; turn += 1) {
    await sqlite.driver.write([add(`${turn} first`), add(`${turn} ${'x'.repeat(turn * 300)}`)]);
    safeFrom.push(statSync(wal).size);
  }
  const [database, log] = [readFileSync(path), readFileSync(wal)];
  const torn = join(folder, 'torn.db');

  for (let cut = safeFrom[0] ?? 0; cut <= log.length; cut += 1_511) {
    rmSync(`${torn}-shm`, { force: true });
    writeFileSync(torn, database);
    writeFileSync(`${torn}-wal`, Buffer.concat([log.subarray(0, cut), Buffer.alloc(5_000, 0x5a)]));
    const after = new DatabaseSync(torn);
    const acknowledged = safeFrom.filter((size) => size <= cut).length;
    expect(after.prepare('SELECT count(*) AS count FROM done').get()).toEqual({ count: 2 * acknowledged });
    after.close();
  }
});

describe('given the audit', () => {
  const row = {
    at: NOON,
    event: 'approved',
    actor: 'person_priya',
    role: 'agent' as const,
    roleFrom: 'AGENTS UPRIYA',
    approval: pending().id,
    conversation: pending().conversation,
    detail: { why: 'ok' },
  };

  test('when a change is committed, then its rows are there in order', async () => {
    await sqlStore(sqlite.driver).commit({
      done: JobId.parse('click:1'),
      audit: [row, { at: NOON, event: 'executed', actor: 'deskhand', detail: null }],
    });

    expect(await sqlite.driver.read('SELECT * FROM audit ORDER BY seq', [])).toEqual([
      {
        seq: 1,
        at: NOON,
        event: 'approved',
        actor: 'person_priya',
        role: 'agent',
        role_from: 'AGENTS UPRIYA',
        approval: row.approval,
        conversation: row.conversation,
        job: 'click:1',
        detail: '{"why":"ok"}',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      {
        seq: 2,
        at: NOON,
        event: 'executed',
        actor: 'deskhand',
        role: null,
        role_from: null,
        approval: null,
        conversation: null,
        job: 'click:1',
        detail: 'null',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
    expect(verifyAudit(auditFileOver(sqlite.connection), undefined).faults).toEqual([]);
  });

  test.each([
    "UPDATE audit SET actor = 'nobody'",
    'DELETE FROM audit',
    'INSERT OR REPLACE INTO audit SELECT * FROM audit',
  ])('when somebody tries %s, then it is refused', async (sql) => {
    await sqlStore(sqlite.driver).commit({ audit: [row] });

    expect(() => sqlite.connection.exec(sql)).toThrow('the audit is append-only');
  });
});

test('given a new database, then only its owner may read it, and commits wait for the disk', () => {
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(sqlite.connection.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(sqlite.connection.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
});

test('given a long audit, when the latest moment is asked for, then it is found by an index and not by reading all rows', () => {
  const plan = sqlite.connection.prepare('EXPLAIN QUERY PLAN SELECT coalesce(max(at), 0) AS number FROM audit').all();

  expect(plan.map((row) => row['detail'])).toEqual(['SEARCH audit USING COVERING INDEX audit_by_time']);
});

test('given all that was ever said, when what is due is looked for, then what was sent is not read again', async () => {
  const asked: string[] = [];
  const read: Sqlite['driver']['read'] = (sql, params) => {
    asked.push(sql);
    return sqlite.driver.read(sql, params);
  };
  const store = sqlStore({ ...sqlite.driver, read });
  await store.unsent(NOON);
  await store.unsent(NOON, 'lane');

  const plans = asked.map((sql) => sqlite.connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all());

  const visits = plans.flat().flatMap(({ detail }) => (/\b(?:o|earlier)\b/.test(String(detail)) ? [detail] : []));
  expect(visits).toHaveLength(4);
  for (const visit of visits) expect(visit).toContain('INDEX outbox_unsent');
});
