import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { audit } from '../../src/cli/audit.ts';
import { AUDITED, writeAudited } from '../fakes/audited.ts';
import { typing } from './support.ts';

const PAGE = 4_096;
const LONG = JSON.stringify({ text: 'word '.repeat(4_000) });

let template: string;
let folder: string;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'deskhand-undamaged-'));
  await writeAudited(template, 12);
  const { connection, close } = openSqlite(join(template, AUDITED));
  connection.prepare("INSERT INTO items VALUES ('T1:C1:1', 0, ?)").run(LONG);
  const job = connection.prepare(
    `INSERT INTO jobs (id, lane, kind, data, arrived_at, attempts) VALUES (?, 'T1:C1:1', 'message', ?, 0, 0)`,
  );
  for (const number of Array.from({ length: 300 }).keys()) job.run(`msg:${number}`, JSON.stringify({ number }));
  job.run('msg:long', LONG);
  close();
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-damaged-'));
  for (const file of readdirSync(template)) copyFileSync(join(template, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

const pagesOf = (name: string, type: string): readonly number[] => {
  const database = new DatabaseSync(join(template, AUDITED), { readOnly: true });
  const rows = database.prepare('SELECT pageno FROM dbstat WHERE name = ? AND pagetype = ?').all(name, type);
  database.close();
  return rows.map(({ pageno }) => Number(pageno));
};

/** As a disk does that forgets a page, or mixes it up with another file's. */
function overwrite(page: number, how: 'zeros' | 'noise'): void {
  const file = openSync(join(folder, AUDITED), 'r+');
  const bytes = Buffer.alloc(PAGE);
  readSync(file, bytes, 0, PAGE, (page - 1) * PAGE);
  for (const [index, byte] of bytes.entries())
    bytes[index] = how === 'zeros' ? 0 : (byte * 31 + index * 17 + 101) % 256;
  writeSync(file, bytes, 0, PAGE, (page - 1) * PAGE);
  closeSync(file);
}

const verified = () => typing(audit, { DATA_DIR: folder }, 'verify');

test('given long texts, when nothing of the file is damaged, then the audit is whole', async () => {
  expect(await verified()).toMatchObject({ exit: 0, err: [] });
});

describe.each(['zeros', 'noise'] as const)('given a page of the file in which %s stand', (how) => {
  test.each([
    ['a root', 'items', 'leaf', 'table items'],
    ['an inner page', 'jobs', 'internal', 'table jobs'],
    ['a leaf', 'jobs', 'leaf', 'table jobs'],
    ['a leaf', 'jobs_open', 'leaf', 'index jobs_open'],
    ['a leaf', 'sqlite_autoindex_jobs_1', 'leaf', 'index sqlite_autoindex_jobs_1'],
    ['a leaf', 'barred_by_person', 'leaf', 'index barred_by_person'],
    ['the end of a long text', 'items', 'overflow', 'table items'],
    ['the end of a long text', 'jobs', 'overflow', 'table jobs'],
  ])('when that is %s of %s (%s), then it says what is damaged', async (_, name, type, where) => {
    const page = pagesOf(name, type).at(-1);
    if (page === undefined) throw new Error(`${name} has no ${type} page`);
    overwrite(page, how);

    const { exit, out, err } = await verified();

    expect([...out, ...err].join('\n')).toMatch(
      new RegExp(
        `^deskhand\\.db is damaged: it is not what Deskhand wrote \\(.*${where}.*\\)\\. Stop the bot, [^\\n]*$`,
      ),
    );
    expect(exit).toBe(1);
  });

  test('when that is any page at all, then the audit is never said to be whole', async () => {
    const database = new DatabaseSync(join(folder, AUDITED), { readOnly: true });
    const count = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.close();
    const unnoticed: number[] = [];
    for (let page = 1; page <= count; page += 1) {
      overwrite(page, how);
      const { exit } = await verified();
      if (exit !== 1) unnoticed.push(page);
      copyFileSync(join(template, AUDITED), join(folder, AUDITED));
    }

    expect([count > 60, unnoticed]).toEqual([true, []]);
  });
});
