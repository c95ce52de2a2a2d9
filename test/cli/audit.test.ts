import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { appendAnchor } from '../../src/adapters/sql/audit-anchors.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { audit } from '../../src/cli/audit.ts';
import { Unusable } from '../../src/cli/terminal.ts';
import { NOON } from '../fakes/approvals.ts';
import { AUDITED, writeAudited } from '../fakes/audited.ts';

let template: string;
let folder: string;
beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'deskhand-audited-'));
  await writeAudited(template, 3);
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-cli-'));
  for (const file of readdirSync(template)) copyFileSync(join(template, file), join(folder, file));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function type(...args: string[]): Promise<{ exit: number; said: string; complained: string }> {
  const heard = { said: '', complained: '' };
  const terminal = {
    environment: { DATA_DIR: folder },
    print: async (text: string) => void (heard.said += text),
    complain: (line: string) => void (heard.complained += line),
  };
  try {
    return { exit: await audit(args, terminal), ...heard };
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    return { exit: 2, said: heard.said, complained: error.message };
  }
}

/** As somebody who has the file. */
function tamper(sql: string): void {
  const database = new DatabaseSync(join(folder, AUDITED));
  const triggers = database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all();
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${String(name)}`);
  database.exec(sql);
  for (const { sql: trigger } of triggers) database.exec(String(trigger));
  database.close();
}

describe('given an audit that nobody touched', () => {
  test('when it is verified, then it says so in plain sentences, and nothing in the folder is changed', async () => {
    const before = readdirSync(folder);

    const { exit, said } = await type('verify');

    expect(said).toMatch(
      /^The audit is whole: 13 rows, the last of 20 November 2026, 12:03:00 UTC\.\nIts head is row 13, [0-9a-f]{64}\.\nThe ledger agrees with it: 3 requests\.\nSo do 2 anchors\.\n$/,
    );
    expect(exit).toBe(0);
    expect(readdirSync(folder)).toEqual(before);
  });

  test('when a bot writes meanwhile, then it is read as it is then', async () => {
    const sqlite = openSqlite(join(folder, AUDITED));
    await sqlStore(sqlite.driver).commit({ audit: [{ at: NOON, event: 'paused', actor: 'person_admin', detail: {} }] });

    const { exit, said } = await type('verify');
    sqlite.close();

    expect([exit, said.split(',')[0]]).toEqual([0, 'The audit is whole: 14 rows']);
  });

  test('when a bot was killed and left its log, then that counts', async () => {
    const sqlite = openSqlite(join(folder, AUDITED));
    await sqlStore(sqlite.driver).commit({ audit: [{ at: NOON, event: 'paused', actor: 'person_admin', detail: {} }] });
    const copy = join(folder, 'copy');
    mkdirSync(copy);
    for (const end of ['', '-wal', '-shm']) copyFileSync(join(folder, AUDITED + end), join(copy, AUDITED + end));
    sqlite.close();
    folder = copy;

    expect((await type('verify')).said).toContain('14 rows');
    folder = join(copy, '..');
  });

  test('when there is one anchor, then the sentence is about one', async () => {
    const file = join(folder, 'audit-anchors.jsonl');
    writeFileSync(file, `${readFileSync(file, 'utf8').split('\n')[0]}\n`);

    expect((await type('verify')).said).toContain('\nSo does 1 anchor.\n');
  });

  test('when there are no anchors beside it, then it says what would not be seen', async () => {
    rmSync(join(folder, 'audit-anchors.jsonl'));

    const { exit, said } = await type('verify');

    expect(said).toContain(
      'There is no audit-anchors.jsonl beside it, so rows that were cut off at its end would not be missed.',
    );
    expect(exit).toBe(0);
  });
});

describe('given an audit that somebody tampered with', () => {
  test.each([
    [
      'a row',
      "UPDATE audit SET actor = 'person_nobody' WHERE seq = 5",
      'Row 5 (2026-11-20T12:02:00.000Z) was changed.',
    ],
    ['the last row', "UPDATE audit SET actor = 'x' WHERE seq = 13", 'Row 13 (2026-11-20T12:03:00.003Z) was changed.'],
    [
      'a hash',
      "UPDATE audit SET hash = 'x' WHERE seq = 5",
      'Row 5 (2026-11-20T12:02:00.000Z) has a hash that was changed.',
    ],
    ['a number', 'UPDATE audit SET at = 9007199254740993 WHERE seq = 5', 'Row 5 (at 9007199254740992) was changed.'],
    ['a removed row', 'DELETE FROM audit WHERE seq = 5', 'Row 5 is missing.'],
    [
      'a moved row',
      'UPDATE audit SET seq = -5 WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 7; UPDATE audit SET seq = 7 WHERE seq = -5',
      'Row 5 (2026-11-20T12:02:00.002Z) was moved: what belongs here stands at row 7.',
    ],
    [
      'an added row',
      "INSERT INTO audit SELECT 14, at, event, actor, role, role_from, approval, conversation, job, detail, audit_hash_of FROM (SELECT *, 'x' AS audit_hash_of FROM audit WHERE seq = 13)",
      'Row 14 (2026-11-20T12:03:00.003Z) was changed.',
    ],
    [
      'a tail cut off together with the head',
      'DELETE FROM audit WHERE seq > 11; UPDATE audit_head SET seq = 11, hash = (SELECT hash FROM audit WHERE seq = 11)',
      'Row 12 is missing, and all behind it up to row 13, which was anchored on 2026-11-20T12:04:00.000Z: cut off at the end.',
    ],
    [
      'the head',
      "UPDATE audit_head SET hash = 'x'",
      'Row 13 (2026-11-20T12:03:00.003Z) was changed, or the head of the audit was.',
    ],
    [
      'a request in the ledger',
      "UPDATE approvals SET json = json_set(json, '$.proposal.input.amount.minor', 1) WHERE id = 'apr_000002'",
      'apr_000002 was changed in the ledger: it is not what version 4 was.',
    ],
    ['the tables', 'DROP TABLE audit_head', 'deskhand.db is damaged'],
  ])('when %s was changed, then the first bad row is named', async (_, sql, sentence) => {
    tamper(sql);

    const { exit, said, complained } = await type('verify');

    expect((said + complained).split('\n')[0]).toContain(sentence);
    expect(exit).toBe(1);
  });

  test('when the triggers are gone, then that is told', async () => {
    const database = new DatabaseSync(join(folder, AUDITED));
    database.exec('DROP TRIGGER audit_is_never_deleted');
    database.close();

    expect(await type('verify')).toMatchObject({ exit: 1, said: 'The trigger audit_is_never_deleted was removed.\n' });
  });

  test('when the file itself is damaged, then it says so in words', async () => {
    writeFileSync(join(folder, AUDITED), readFileSync(join(folder, AUDITED)).fill(7, 0, 4_096));

    const { exit, complained } = await type('verify');

    expect([exit, complained]).toEqual([1, expect.stringMatching(/^deskhand\.db is damaged: it is not what/)]);
  });

  test.each([
    ['is no JSON', '{', ''],
    ['tells of no day that there is', /"at":\d+/, '"at":9000000000000000'],
  ])('when an anchor’s line was changed and %s, then it is named', async (_, from, to) => {
    const file = join(folder, 'audit-anchors.jsonl');
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

    expect(await type('verify')).toMatchObject({ exit: 1, said: 'Line 1 of audit-anchors.jsonl is not an anchor.\n' });
  });
});

test('given an earlier copy that was put in place, when it is verified, then anchors beyond it do not count, and that is told', async () => {
  const { hash } = JSON.parse(readFileSync(join(folder, 'audit-anchors.jsonl'), 'utf8').split('\n')[0] ?? '');
  appendAnchor(folder, { at: NOON, seq: 99, hash: 'x' });
  appendAnchor(folder, { at: NOON + 5, seq: 13, hash, restored: true });

  const { exit, said } = await type('verify');

  expect(said).toContain('An earlier copy was put in place on 20 November 2026, 12:00:00 UTC, at row 13.');
  expect(exit).toBe(0);
});

describe('given one request', () => {
  test('when it is shown, then its whole life is told, a line a step, with everybody’s Slack id, and whether the ledger agrees', async () => {
    const { exit, said } = await type('show', 'apr_000002');

    expect(said.split('\n')).toEqual([
      'apr_000002  refund_order order:ORD-2 $48.00',
      '',
      '2026-11-20 12:02:00 UTC  pending by person_alice UALICE (customer): policy default-1, needs 1 agent  [row 5]',
      '2026-11-20 12:02:00 UTC  approved by person_priya UPRIYA (agent, by AGENTS S0AGENTS)  [row 6]',
      '2026-11-20 12:02:00 UTC  executing by deskhand: attempt 1  [row 7]',
      '2026-11-20 12:02:00 UTC  executed by deskhand: receipt reference re_2, status succeeded  [row 8]',
      '2026-11-20 12:02:00 UTC  refused:own-request by slack:T1:UTOM (agent, by AGENTS S0AGENTS): verdict approve, channel C9  [row 9]',
      '',
      'The ledger and the audit agree.',
      '',
    ]);
    expect(exit).toBe(0);
  });

  test('when it is shown verbosely, then all that its rows say is told', async () => {
    const { said } = await type('show', 'apr_000002', '--verbose');

    expect(said).toContain(
      '2026-11-20T12:02:00.001Z  approved by person_priya UPRIYA (agent, by AGENTS S0AGENTS)  [row 6]\n',
    );
    expect(said).toContain('    cost: $48.00\n');
    expect(said.match(/^ {4}(record|shown|facts|hash): [0-9a-f]{64}$/gm)).toHaveLength(17);
  });

  test('when the ledger was changed, then that is told', async () => {
    tamper("UPDATE approvals SET status = 'failed' WHERE id = 'apr_000002'");

    const { exit, said } = await type('show', 'apr_000002');

    expect([exit, said.trim().split('\n').at(-1)]).toEqual([1, 'apr_000002 was changed in the ledger: column status.']);
  });

  test('when nobody knows it, then that is told', async () => {
    expect(await type('show', 'apr_nobodyknows')).toMatchObject({
      exit: 1,
      said: 'The audit knows no request apr_nobodyknows.\n',
    });
  });
});

describe('given an export', () => {
  const lines = (said: string): string[] => said.split(/\r?\n/).slice(0, -1);

  test('when it is a table, then it holds all columns of all rows, and no spreadsheet takes a cell for a formula', async () => {
    tamper(`UPDATE audit SET actor = '=HYPERLINK("http://x")', job = '-1+2' WHERE seq = 2`);

    const { exit, said } = await type('export');

    expect(lines(said)).toHaveLength(14);
    expect(lines(said)[0]).toBe('seq,at,event,actor,role,role_from,approval,conversation,job,detail,hash');
    expect(lines(said)[2]).toContain(`,approved,"'=HYPERLINK(""http://x"")",agent,AGENTS S0AGENTS,apr_000001,`);
    expect(lines(said)[2]).toContain(",'-1+2,");
    expect(exit).toBe(0);
  });

  test.each([
    ['  =1+2', "'  =1+2"],
    ['\t@SUM(A1)', "'\t@SUM(A1)"],
    ['\n+1', `"'\n+1"`],
    ['\u00a0-1', "'\u00a0-1"],
    ['＝1+2', "'＝1+2"],
    [' ＠SUM(A1)', "' ＠SUM(A1)"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['a = 1', 'a = 1'],
  ])('when a cell is %j, then it stands there as %j', async (typed, cell) => {
    tamper(`UPDATE audit SET job = '${typed}' WHERE seq = 2`);

    expect((await type('export')).said).toContain(`,${cell},`);
  });

  test('when it is lines of JSON, then each holds all columns of a row', async () => {
    const { said } = await type('export', '--format', 'jsonl');

    expect(JSON.parse(lines(said)[0] ?? '')).toEqual({
      seq: 1,
      at: '2026-11-20T12:01:00.000Z',
      event: 'pending',
      actor: 'person_alice',
      role: 'customer',
      role_from: null,
      approval: 'apr_000001',
      conversation: 'T1:C1:1700000000.000100',
      job: 'job:1:0',
      detail: expect.objectContaining({ version: 1 }),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(lines(said)).toHaveLength(13);
  });

  test.each([
    [['--from', '2026-11-20', '--to', '2026-11-20'], 13],
    [['--from', '2026-11-21'], 0],
    [['--to', '2026-11-19'], 0],
  ])('when it is asked for with %j, then both days are included', async (args, count) => {
    expect(lines((await type('export', '--format', 'jsonl', ...args)).said)).toHaveLength(count);
  });
});

describe('given something that cannot be done', () => {
  test.each([
    [[], 'Type one of these:'],
    [['verify', 'now'], 'Type one of these:'],
    [['verify', '--verbose'], 'Type one of these:'],
    [['verify', '--deep'], "Unknown option '--deep'. Type one of these:"],
    [['show'], 'Type one of these:'],
    [['show', 'ORD-1'], 'ORD-1 is no request. Its id begins with apr_ and stands on its card.'],
    [['export', '--from', 'monday'], '--from is monday, which is no day. Type it as 2026-01-31.'],
    [['export', '--to', '2026-02-30'], '--to is 2026-02-30, which is no day. Type it as 2026-01-31.'],
    [
      ['export', '--from', '2026-02-02', '--to', '2026-02-01'],
      '--to is before --from. Type the earlier day behind --from.',
    ],
    [['export', '--format', 'xml'], '--format is xml. Type csv or jsonl.'],
  ])('when %j is typed, then it is told what to type', async (args, sentence) => {
    const { exit, complained } = await type(...args);

    expect([exit, complained.startsWith(sentence)]).toEqual([2, true]);
  });

  test('when there is no database, then it is told where it is looked for, and none is made', async () => {
    rmSync(join(folder, AUDITED));

    const { exit, complained } = await type('verify');

    expect(complained).toBe(
      `There is no deskhand.db in ${folder}. Set DATA_DIR to the folder that the bot uses, in the environment or in .env.`,
    );
    expect([exit, existsSync(join(folder, AUDITED))]).toEqual([2, false]);
  });

  test.each([
    ['earlier', 'DELETE FROM schema_version WHERE version > 3', 'an earlier Deskhand. Start this one on it once'],
    ['newer', 'INSERT INTO schema_version VALUES (99)', 'a newer Deskhand. Use the audit command that came with it.'],
  ])('when the database is of an %s release, then it says so', async (_, sql, sentence) => {
    tamper(sql);

    expect(await type('verify')).toMatchObject({ exit: 2, complained: expect.stringContaining(sentence) });
  });
});
