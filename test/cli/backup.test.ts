import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendAnchor, lastAnchor, readAnchors } from '../../src/adapters/sql/audit-anchors.ts';
import { openAuditFile } from '../../src/adapters/sql/audit-file.ts';
import { verifyAudit } from '../../src/adapters/sql/audit-verify.ts';
import { takeBackup } from '../../src/adapters/sql/backup-take.ts';
import { lockFolder } from '../../src/adapters/sql/lock.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { backup } from '../../src/cli/backup.ts';
import { erase } from '../../src/cli/erase.ts';
import { restore } from '../../src/cli/restore.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOON } from '../fakes/approvals.ts';
import { auditedId, writeAudited } from '../fakes/audited.ts';
import { writeFirstRelease } from '../adapters/sql/first-release.ts';
import { tempFolder, typing } from './support.ts';

const written = tempFolder();
beforeAll(() => writeAudited(written.folder, 4));
afterAll(() => written.remove());

let place: ReturnType<typeof tempFolder>;
let copy: string;
beforeEach(() => {
  place = tempFolder();
  copy = join(place.folder, 'copy.db');
  cpSync(written.folder, place.folder, { recursive: true });
});
afterEach(() => place.remove());

const backUp = (...args: readonly string[]) => typing(backup, { DATA_DIR: place.folder }, ...args);
const restoring = (...args: readonly string[]) => typing(restore, { DATA_DIR: place.folder }, ...args);
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

async function holdsIn(path: string): Promise<readonly unknown[]> {
  const sqlite = openSqlite(path);
  const holds = await sqlStore(sqlite.driver).holds();
  sqlite.close();
  return holds;
}

/** What happens after the copy. */
async function goOn(): Promise<void> {
  const sqlite = openSqlite(place.database);
  await sqlStore(sqlite.driver).commit({ audit: [{ at: NOON * 2, event: 'later', actor: 'deskhand', detail: {} }] });
  const [head] = await sqlite.driver.read('SELECT seq, hash FROM audit_head', []);
  appendAnchor(place.folder, { at: NOON * 2, seq: Number(head?.['seq']), hash: String(head?.['hash']) });
  sqlite.close();
}

function faults(): readonly unknown[] {
  const file = openAuditFile(place.database);
  const found = verifyAudit(file, readAnchors(place.folder)).faults;
  file.close();
  return found;
}

describe('given a bot that runs', () => {
  test('when a backup is made, then it is whole, private and under a name of its own, and holds executions back', async () => {
    const lock = lockFolder(place.folder);
    const live = openSqlite(place.database);

    const { exit, out } = await backUp();

    expect(exit).toBe(0);
    const [path = ''] = place.files().filter((file) => file.includes('backups'));
    expect(path).toMatch(/backups\/deskhand-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}Z\.db$/);
    expect(out[0]).toMatch(new RegExp(`^Backed up \\d+ rows of the audit and all they tell of to ${path}\\.$`));
    expect([modeOf(path), modeOf(join(place.folder, 'backups'))]).toEqual(['600', '700']);
    expect(await holdsIn(path)).toEqual([{ kind: 'restored', takenAt: expect.any(Number), at: expect.any(Number) }]);
    expect(await sqlStore(live.driver).holds()).toEqual([]);
    live.close();
    lock.release();
  });

  test('when it writes while it is copied, then the copy says that it was finished after everything in it', async () => {
    expect(takeBackup(place.database, copy, () => NOON * 3)).toEqual({ kind: 'taken', rows: expect.any(Number) });

    expect(await holdsIn(copy)).toEqual([{ kind: 'restored', takenAt: NOON * 3, at: NOON * 3 }]);
  });

  test('when a backup is to be restored, then it is refused, and nothing is changed', async () => {
    await backUp('--to', copy);
    const lock = lockFolder(place.folder);

    const { exit, err } = await restoring(copy);
    lock.release();

    expect(exit).toBe(2);
    expect(err).toEqual([`Deskhand is running on ${place.folder}. Stop it first.`]);
    expect(place.files().join()).not.toContain('before-restore');
  });
});

describe('given a bot that was stopped', () => {
  test('when its backup is restored, then it is as it was then, in quarantine, and what was there is kept', async () => {
    await backUp('--to', copy);
    await goOn();
    expect(lastAnchor(place.folder)?.at).toBe(NOON * 2);

    const { exit, out } = await restoring(copy);

    expect(exit).toBe(0);
    expect(out.at(-1)).toContain('Deskhand starts in quarantine');
    expect(faults()).toEqual([]);
    expect(lastAnchor(place.folder)).toMatchObject({ restored: true });
    expect(await holdsIn(place.database)).toMatchObject([{ kind: 'restored' }]);
    const [aside = ''] = place.files().filter((file) => /before-restore-[^/]*Z$/.test(file));
    const old = openSqlite(aside);
    expect(await sqlStore(old.driver).latest()).toBe(NOON * 2);
    old.close();
    expect([modeOf(place.database), modeOf(aside)]).toEqual(['600', '600']);
    expect(place.files().join()).not.toContain('restoring');
  });

  test('when its backup is restored, then it tells how old that is, and what of the time since is only in the file put aside', async () => {
    const made = Date.now() - 3 * HOUR - MINUTE;
    expect(takeBackup(place.database, copy, () => made).kind).toBe('taken');
    await goOn();
    await goOn();

    const { out } = await restoring(copy);

    const [aside = ''] = place.files().filter((file) => /before-restore-[^/]*Z$/.test(file));
    expect(out).toEqual([
      expect.stringMatching(
        /^The copy was made on \d+ [A-Z][a-z]+ \d{4}, [\d:]{8} UTC, 3 hours ago\. .* is as it was then\.$/,
      ),
      `What was there before is in ${aside}. 2 rows of the audit are only there: what was written since the copy was made.`,
      expect.stringContaining('quarantine'),
    ]);
  });

  test('when nothing was written since, then it says so', async () => {
    await backUp('--to', copy);

    expect((await restoring(copy)).out[1]).toMatch(/\. Nothing was written there since\.$/);
  });

  test.each([
    ['cust_1', 'cust_1'],
    ["it's; rm", `'it'\\''s; rm'`],
  ])('when %s was erased since, then it tells to do that again', async (customer, shown) => {
    await typing(erase, { DATA_DIR: place.folder }, '--customer', 'cust_2');
    await backUp('--to', copy);
    const sqlite = openSqlite(place.database);
    const row = { at: NOON * 2, event: 'customer-erased', actor: 'operator', detail: { customer } };
    await sqlStore(sqlite.driver).commit({ audit: [row, row] });
    sqlite.close();

    const { exit, out } = await restoring(copy);

    expect(exit).toBe(0);
    expect(out.slice(2, -1)).toEqual([
      `${customer} was erased after this copy was made: run npm run erase -- --customer ${shown} now.`,
    ]);
  });

  test('when it goes on after the restore, and another branch is restored then, then the anchors agree again', async () => {
    await goOn();
    await backUp('--to', copy);
    const first = join(place.folder, 'first.db');
    expect(takeBackup(written.database, first, () => NOON).kind).toBe('taken');

    await restoring(first);
    await goOn();
    await goOn();
    expect(faults()).toEqual([]);
    const { exit } = await restoring(copy);

    expect(exit).toBe(0);
    expect(faults()).toEqual([]);
  });

  test('when a copy that somebody made by hand is restored, then it is in quarantine too', async () => {
    copyFileSync(place.database, copy);

    expect((await restoring(copy)).exit).toBe(0);

    expect(await holdsIn(place.database)).toMatchObject([{ kind: 'restored' }]);
  });

  test('when a copy of an earlier release is restored, then it is brought up to date, and held back', async () => {
    const old = new DatabaseSync(copy);
    writeFirstRelease(old);
    old.close();

    expect((await restoring(copy)).exit).toBe(0);

    expect(await holdsIn(place.database)).toMatchObject([{ kind: 'restored' }]);
    expect(faults()).toEqual([]);
    expect(place.files().join()).not.toContain('restoring');
  });

  test('when the database was damaged, then it is put aside with its log, and the backup takes its place', async () => {
    await backUp('--to', copy);
    writeFileSync(place.database, 'not a database');
    writeFileSync(`${place.database}-wal`, 'nor a log');

    const { exit, out } = await restoring(copy);

    expect(exit).toBe(0);
    expect(out[1]).toContain('It is damaged or of another release, so nobody can tell what of it is not in the copy.');
    expect(faults()).toEqual([]);
    const [aside = ''] = place.files().filter((file) => /before-restore-[^/]*Z$/.test(file));
    expect(readFileSync(aside, 'utf8')).toBe('not a database');
    expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('nor a log');
  });

  test.each([
    ['is not there', () => {}, 2, 'There is no '],
    ['is no database', () => writeFileSync(copy, 'hello'), 1, 'is not a whole database of Deskhand'],
    ['is empty', () => writeFileSync(copy, ''), 1, 'is not a whole database of Deskhand'],
    ['is another program’s', () => new DatabaseSync(copy).exec('CREATE TABLE t (x)'), 1, 'is not a whole database'],
    [
      'is cut off',
      () => writeFileSync(copy, readFileSync(place.database).subarray(0, 20_000)),
      1,
      'Nothing was put in place',
    ],
    ['is of a newer release', () => schemaOf(copy, 99), 1, 'was written by a newer Deskhand'],
  ] as const)('when the file %s, then nothing is changed, in words', async (_, make, exit, words) => {
    const before = readFileSync(place.database);
    make();

    const told = await restoring(copy);

    expect(told.exit).toBe(exit);
    expect(told.err.join(' ')).toContain(words);
    expect(readFileSync(place.database)).toEqual(before);
    expect(place.files().join()).not.toMatch(/before-restore|restoring/);
  });

  test('when a backup was changed by hand, then that is told, and it is restored all the same', async () => {
    await backUp('--to', copy);
    const hand = new DatabaseSync(copy);
    hand.prepare("UPDATE approvals SET status = 'executed' WHERE id = $1").run({ $1: auditedId(4) });
    hand.close();

    const { exit, err } = await restoring(copy);

    expect(exit).toBe(1);
    expect(err[0]).toContain(`changed by hand: ${auditedId(4)} was changed`);
  });

  test('when nothing or too much is typed, then it says what to type, and what the newest backup is', async () => {
    await backUp();
    const [path = ''] = place.files().filter((file) => file.includes('backups'));

    for (const args of [[], [copy, copy], ['--from', copy], [place.database]]) {
      const { exit, err } = await restoring(...args);
      expect(exit).toBe(2);
      expect(err.join(' ')).toContain(args.includes('--from') ? 'npm run restore' : `The newest backup is ${path}.`);
    }
  });
});

function schemaOf(path: string, version: number): void {
  copyFileSync(place.database, path);
  const connection = new DatabaseSync(path);
  connection.prepare('INSERT INTO schema_version VALUES ($1)').run({ $1: version });
  connection.close();
}

describe('given a backup that cannot be made', () => {
  test('when its file is there already, then that file stays', async () => {
    writeFileSync(copy, 'mine');

    const { exit, err } = await backUp('--to', copy);

    expect(exit).toBe(2);
    expect(err).toEqual([`${copy} is there already. Name another file.`]);
    expect(readFileSync(copy, 'utf8')).toBe('mine');
  });

  test('when the database is damaged, then there is no file that looks like a backup', async () => {
    const bytes = readFileSync(place.database);
    writeFileSync(place.database, bytes.fill(7, 8_192, 40_000));

    const { exit, err } = await backUp('--to', copy);

    expect(exit).toBe(1);
    expect(err[0]).toContain('No backup was made');
    expect([existsSync(copy), existsSync(`${copy}.part`)]).toEqual([false, false]);
  });

  test('when its folder cannot be made, then that is told in words', async () => {
    const { exit, err } = await backUp('--to', join(place.database, 'inside', 'copy.db'));

    expect(exit).toBe(1);
    expect(err[0]).toMatch(/^No backup was made: .* could not be written to .*inside\/copy.db \(not a directory\)\.$/);
  });

  test('when a half-written one lies there, then it is no obstacle', async () => {
    writeFileSync(`${copy}.part`, 'half');

    expect((await backUp('--to', copy)).exit).toBe(0);
    expect(existsSync(`${copy}.part`)).toBe(false);
  });
});

test('given files that everybody could read, when the bot opens them, then nobody else can any more', () => {
  chmodSync(place.database, 0o644);

  openSqlite(place.database).close();

  expect(modeOf(place.database)).toBe('600');
  mkdirSync(join(place.folder, 'old'));
  const old = new DatabaseSync(join(place.folder, 'old', 'deskhand.db'));
  writeFirstRelease(old);
  old.close();
  openSqlite(join(place.folder, 'old', 'deskhand.db')).close();
  expect(modeOf(join(place.folder, 'old', 'deskhand.db.schema-1'))).toBe('600');
});
