import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ApprovalRow } from '../../src/adapters/sql/approval-row.ts';
import { lockFolder } from '../../src/adapters/sql/lock.ts';
import { eraseEverywhere } from '../../src/adapters/sql/erase-everywhere.ts';
import { takeBackup } from '../../src/adapters/sql/backup-take.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { backup } from '../../src/cli/backup.ts';
import { erase } from '../../src/cli/erase.ts';
import { restore } from '../../src/cli/restore.ts';
import type { Item } from '../../src/domain/conversation.ts';
import {
  ApprovalId,
  ChannelId,
  CustomerId,
  JobId,
  MessageTs,
  TeamId,
  UserId,
  conversationOf,
} from '../../src/domain/ids.ts';
import { HOUR, SECOND } from '../../src/domain/time.ts';
import { writeFirstRelease } from '../adapters/sql/first-release.ts';
import { NOW, THREAD, openHouse, refundCall } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { calls, says } from '../fakes/model.ts';
import { faultsIn, hitsIn, isThere, tempFolder, typing } from './support.ts';

const threadAt = (ts: string) =>
  conversationOf({ team: TeamId.parse('T1'), channel: ChannelId.parse('C1'), ts: MessageTs.parse(ts) });
const OTHER = threadAt('1700000000.000200');
const STAFF = threadAt('1700000000.000300');
const BOBS = threadAt('1700000000.000400');
const FOREIGN = threadAt('1700000000.000500');

/** A line break and letters that are not ASCII: they are escaped in JSON. */
const canary = (name: string): string => `CANARY-${name}-“zürich”`;
const CANARIES = ['message', 'reason', 'question', 'answer', 'note', 'said', 'address', 'staff', 'reply'].map(canary);

let place: ReturnType<typeof tempFolder>;
let house: House;
beforeEach(async () => {
  place = tempFolder();
  house = await openHouse({ path: place.database });
});
afterEach(() => {
  house.close();
  place.remove();
});

const now = () => NOW;
const erasing = () => typing(erase, { DATA_DIR: place.folder }, '--customer', 'cust_123');
const refund = (reason: string) =>
  calls(['refund_order', { order_id: 'ORD-12345', amount: '48.00', currency: null, reason }]);

/** Alice asks for a refund, is asked back, is rejected; her address is changed; a colleague reads of her; another of Bob. */
async function story(): Promise<void> {
  house.model.goOn(refund(canary('reason')), says(canary('reply')));
  await house.ask(`my mug broke\n${canary('message')}`);
  await house.submit('UPRIYA', { kind: 'ask', question: canary('question') });
  house.model.goOn(says('Thank you.'));
  await house.ask(canary('answer'), { addressed: false });
  await house.submit('UPRIYA', {
    kind: 'reject',
    reason: 'other',
    note: canary('note'),
    said: canary('said'),
    takesOver: false,
  });
  const address = { order_id: 'ORD-1', shipping_address: canary('address'), reason: 'She moved' };
  house.model.goOn(calls(['change_address', address]), says('I have asked.'));
  await house.ask('please send it to my new address', { thread: OTHER });
  await house.click('UPRIYA', 'approve', await newest());
  house.model.goOn(calls(['find_customer', { customer_id: 'cust_123', email: null }]), says(canary('staff')));
  await house.ask('who is the one with the mug?', { user: 'UPRIYA', thread: STAFF });
  house.model.goOn(calls(['find_customer', { customer_id: 'cust_456', email: null }]), says('Bob it is.'));
  await house.ask('who is the builder?', { user: 'UPRIYA', thread: BOBS });
  await house.wait(SECOND);
}

const newest = async (): Promise<string> =>
  String((await house.sqlite.driver.read('SELECT id FROM approvals ORDER BY seq DESC LIMIT 1', []))[0]?.['id']);
const events = async (): Promise<string[]> =>
  (await house.sqlite.driver.read('SELECT event FROM audit ORDER BY seq', [])).map(({ event }) => String(event));

describe('given what a customer and colleagues wrote', () => {
  beforeEach(story);

  test('when the customer is erased while the bot runs, then no byte of it is in any file, and the audit holds', async () => {
    expect(hitsIn(place.folder, CANARIES)).not.toEqual([]);
    const before = await events();

    const told = await erasing();

    expect(told).toEqual({
      exit: 0,
      err: [],
      out: [
        `Erased what ${place.folder} held of cust_123: 3 conversations, and the texts of 2 requests.`,
        'Ids, sums, decisions and the audit stay.',
        'What stands in Slack, in your own systems and in copies kept elsewhere is not erased by this.',
      ],
    });
    expect(hitsIn(place.folder, [...CANARIES, 'Wonderland', 'alice@example.com', 'Rabbit Hole'])).toEqual([]);
    expect(faultsIn(place.database)).toEqual([]);
    expect((await events()).slice(before.length)).toEqual(['erased', 'erased', 'customer-erased']);
    expect(await house.store.items(THREAD)).toEqual([]);
    const [first] = await house.store.approvalsOf(THREAD);
    expect(first).toMatchObject({
      status: 'rejected',
      erasedAt: expect.any(Number),
      proposal: { cost: { minor: 4800 } },
    });
  });

  test('when the customer is erased, then what is of another one stays as it is', async () => {
    const before = await house.store.items(BOBS);

    await erasing();

    expect(before).not.toEqual([]);
    expect(await house.store.items(BOBS)).toEqual(before);
  });

  test('when it is done twice, then the second time finds nothing, and says so', async () => {
    await erasing();

    const { exit, out } = await erasing();

    expect(exit).toBe(0);
    expect(out).toEqual([
      expect.stringMatching(
        /^cust_123 was erased on \d+ [A-Z][a-z]+ \d{4}, [\d:]{8} UTC\. Nothing was written about them here since\.$/,
      ),
    ]);
    expect(faultsIn(place.database)).toEqual([]);
  });

  test('when nobody has ever heard of the customer, then that is told, and not kept', async () => {
    const before = await events();
    const eraseNobody = () => typing(erase, { DATA_DIR: place.folder }, '--customer', 'cust_999');

    const first = await eraseNobody();
    const again = await eraseNobody();

    expect(first).toEqual({
      exit: 1,
      out: [],
      err: ['Nothing is held of cust_999 here. Give a customer id such as cust_123.'],
    });
    expect(again).toEqual(first);
    expect(await events()).toEqual(before);
  });

  test('when the customer writes again afterwards, then they are answered, and colleagues decide as ever', async () => {
    await erasing();
    house.model.goOn(calls(refundCall()), says('I have asked again.'));

    await house.ask('my mug broke again');
    await house.click('UPRIYA', 'approve', await newest());

    expect(house.replies()).toContain('I have asked again.');
    expect(await house.status(await newest())).toBe('executed');
    expect(faultsIn(place.database)).toEqual([]);
  });

  test('when nobody has a bot running, then it is the same', async () => {
    house.close();

    expect((await erasing()).exit).toBe(0);
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
    expect(place.files()).not.toContain(`${place.database}-wal`);
    house = await openHouse({ path: place.database });
  });

  test('when one conversation was about several customers, then it goes whole, and that is told', async () => {
    house.model.goOn(
      calls(['find_customer', { customer_id: 'cust_456', email: null }]),
      calls(['find_customer', { customer_id: 'cust_123', email: null }]),
      says('These two.'),
    );
    await house.ask('who are they?', { user: 'UPRIYA', thread: FOREIGN });
    await house.wait(SECOND);

    const { out } = await erasing();

    expect(out[0]).toContain('4 conversations, 1 of them about other customers as well');
    expect(await house.store.items(FOREIGN)).toEqual([]);
  });
});

describe('given a request that is still open', () => {
  test('when its customer is erased, then it stays, everything else goes, and the person is told what to do', async () => {
    await story();
    house.model.goOn(refund(canary('open')), says('I have asked.'));
    await house.ask('and once more', { thread: threadAt('1700000000.000600') });
    await house.wait(SECOND);
    const id = await newest();

    const first = await erasing();
    await house.submit('UPRIYA', { kind: 'reject', note: '', said: '', reason: 'other', takesOver: false }, id);
    await house.wait(SECOND);
    const second = await erasing();

    expect(first.exit).toBe(1);
    expect(first.err).toEqual([
      'Not everything of cust_123 could be erased.',
      `${id} is still open: decide or withdraw it, then run this again.`,
    ]);
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
    expect(second.exit).toBe(0);
    expect(hitsIn(place.folder, [...CANARIES, canary('open')])).toEqual([]);
  });

  test('when somebody waits for an answer, then that conversation stays until they have it', async () => {
    await story();
    const { driver } = house.sqlite;
    const job = `INSERT INTO jobs (id, lane, kind, data, arrived_at, attempts) VALUES ('msg:late', $1, 'message', '{}', 1, 0)`;
    await driver.write([{ sql: job, params: [THREAD] }]);

    const { exit, err } = await erasing();

    expect(exit).toBe(1);
    expect(err).toEqual([
      'Not everything of cust_123 could be erased.',
      `In ${THREAD} something is still to be answered or said: run this again when the bot has done so.`,
    ]);
    expect(await house.store.items(THREAD)).not.toEqual([]);
    expect(await house.store.items(OTHER)).toEqual([]);
  });

  test('when a colleague had read one before its texts went, then what they save does not bring them back', async () => {
    await story();
    const [before] = (await house.store.approvalsOf(OTHER)).filter(({ status }) => status === 'executed');
    if (before?.status !== 'executed') throw new Error('expected an executed one');
    await erasing();

    const by = { id: ApprovalId.parse('apr_000777'), effect: canary('back'), edition: 2 };
    const to = { ...before, version: before.version + 1, undoneBy: by };

    expect(await house.store.commit({ approvals: [{ to, from: before.version }], audit: [] })).toBe(false);
  });
});

describe('given copies of the database', () => {
  const copyTo = (name: string): string => {
    const to = join(place.folder, name);
    const connection = new DatabaseSync(place.database);
    connection.prepare('VACUUM INTO $1').run({ $1: to });
    connection.close();
    return to;
  };

  test('when the customer is erased, then no byte is left in the copies either, and they can still be used', async () => {
    await story();
    await typing(backup, { DATA_DIR: place.folder });
    const aside = copyTo('deskhand.db.before-restore-2026-01-09T00-00-00.000Z');
    const schema = copyTo('deskhand.db.schema-2');
    const [taken = ''] = place.files().filter((file) => file.includes('backups'));

    const { exit, out } = await erasing();

    expect(exit).toBe(0);
    expect(out).toContain('3 copies of the database: the same.');
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
    expect([taken, aside, schema].flatMap(faultsIn)).toEqual([]);
  });

  test('when nobody can read one, then it is named', async () => {
    await story();
    mkdirSync(join(place.folder, 'backups'));
    const broken = join(place.folder, 'backups', 'broken.db');
    writeFileSync(broken, 'no database at all');

    const { exit, err } = await erasing();

    expect(exit).toBe(1);
    expect(err).toEqual([
      'Not everything of cust_123 could be erased.',
      `${broken} cannot be read, so nobody knows what it holds: delete it yourself.`,
    ]);
  });

  test('when somebody reads an earlier state, then it is known that not all is gone, and the next time it goes', async () => {
    await story();
    const reader = new DatabaseSync(place.database, { readOnly: true });
    reader.exec('BEGIN; SELECT count(*) FROM items');

    const options = { now, isAlone: false, patience: 20 };
    const slow = await eraseEverywhere(place.folder, CustomerId.parse('cust_123'), options);
    reader.close();
    const free = await erasing();

    expect(slow).toMatchObject({ isClean: false });
    expect(free.exit).toBe(0);
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
  });
});

describe('given a long thread of the customer’s that is remembered in short', () => {
  const mug = canary('in short');
  const by = { user: UserId.parse('UALICE'), name: canary('name'), role: 'customer', external: false } as const;
  const ts = MessageTs.parse('1700000001.000001');
  const rows = (path: string, sql: string) => {
    const connection = new DatabaseSync(path, { readOnly: true });
    const found = connection.prepare(sql).all();
    connection.close();
    return found;
  };
  beforeEach(async () => {
    await story();
    const items: readonly Item[] = [
      { kind: 'person', text: mug, by, ts, at: NOW },
      { kind: 'edited', text: mug, by, ts, at: NOW },
    ];
    await house.store.commit({ append: { conversation: THREAD, items, summary: { items, through: 3 } }, audit: [] });
  });

  test('when the customer is erased, then nothing of it is left, in the copies either', async () => {
    await typing(backup, { DATA_DIR: place.folder });
    expect(hitsIn(place.folder, [mug, canary('name')])).not.toEqual([]);

    expect((await erasing()).exit).toBe(0);

    expect(hitsIn(place.folder, [mug, canary('name'), ...CANARIES])).toEqual([]);
    expect(await house.store.recall(THREAD)).toEqual({ summary: { items: [], through: 0 }, items: [] });
  });

  test('when they write again afterwards, then the new thread is remembered from its beginning', async () => {
    await erasing();
    house.model.goOn(says('Hello again.'));

    await house.ask('hello');

    expect((await house.store.recall(THREAD)).items).toHaveLength(2);
  });

  test('when a copy was made while a reply was being written, then nobody takes that up after a restore', async () => {
    const job = JobId.parse('msg:T1:C1:1700000001.000001');
    await house.store.beginDraft({ job, conversation: THREAD, begunAt: NOW });
    await house.store.beginDraft({ job: JobId.parse('msg:bobs'), conversation: BOBS, begunAt: NOW });
    await typing(backup, { DATA_DIR: place.folder });
    const [copy = ''] = place.files().filter((file) => file.includes('backups'));

    await erasing();

    expect(rows(copy, 'SELECT job FROM drafts')).toEqual([{ job: 'msg:bobs' }]);
    expect(rows(copy, 'SELECT * FROM summaries')).toEqual([]);
  });

  test('when a change to one of their messages still waits, then the thread stays until it is taken in', async () => {
    const { driver } = house.sqlite;
    const job = `INSERT INTO jobs (id, lane, kind, data, arrived_at, attempts) VALUES ('edit:late', $1, 'edit', $2, 1, 0)`;
    await driver.write([{ sql: job, params: [THREAD, JSON.stringify({ text: mug })] }]);
    await typing(backup, { DATA_DIR: place.folder });
    const [copy = ''] = place.files().filter((file) => file.includes('backups'));

    expect((await erasing()).exit).toBe(1);

    expect(await house.store.items(THREAD)).not.toEqual([]);
    expect(rows(copy, "SELECT data FROM jobs WHERE id = 'edit:late'")).toEqual([{ data: '{}' }]);
  });
});

describe('given a copy that was made while a request was open', () => {
  const copy = () => join(place.folder, 'backups', 'earlier.db');
  const id = 'apr_000001';
  const statusIn = (path: string) => {
    const connection = new DatabaseSync(path, { readOnly: true });
    const sql = `SELECT a.status, a.version, a.waits_for, a.json, (SELECT count(*) FROM barred) AS barred FROM approvals a`;
    const row = connection.prepare(sql).get();
    connection.close();
    return { ...row, json: ApprovalRow.parse(JSON.parse(String(row?.['json']))).status };
  };
  beforeEach(async () => {
    house.model.goOn(refund(canary('reason')), says(canary('reply')));
    await house.ask(canary('message'));
    await house.wait(SECOND);
    expect(takeBackup(place.database, copy(), now).kind).toBe('taken');
  });

  test('when it was carried out since, then the copy is kept and knows that, and it is never carried out after a restore', async () => {
    await house.click('UPRIYA', 'approve');
    await house.wait(SECOND);

    const { exit, out } = await erasing();

    expect(exit).toBe(0);
    expect(out).toContain('1 copy of the database: the same.');
    expect(out).toContain(
      `In ${copy()} ${id} was still open, and ended there: nothing of it is carried out after a restore.`,
    );
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
    expect(faultsIn(copy())).toEqual([]);
    expect(statusIn(copy())).toMatchObject({ status: 'executed', json: 'executed', waits_for: null, barred: 0 });
    house.close();
    expect((await typing(restore, { DATA_DIR: place.folder }, copy())).exit).toBe(0);
    house = await openHouse({ path: place.database });
    await house.restart();
    await house.click('ULEA', 'approve');
    await house.wait(3 * HOUR);
    expect(await house.status()).toBe('executed');
    expect(house.refunds()).toEqual([]);
    expect(faultsIn(place.database)).toEqual([]);
  });

  test('when the database is an earlier one and knows nothing of it, then its time is over in the copy', async () => {
    const { driver } = house.sqlite;
    await driver.write([{ sql: 'DELETE FROM approvals', params: [] }]);

    expect((await erasing()).exit).toBe(0);

    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
    expect(faultsIn(copy())).toEqual([]);
    expect(statusIn(copy())).toEqual({ status: 'expired', json: 'expired', version: 2, waits_for: null, barred: 0 });
    house.close();
    expect((await typing(restore, { DATA_DIR: place.folder }, copy())).exit).toBe(0);
    house = await openHouse({ path: place.database });
    await house.restart();
    await house.click('ULEA', 'approve');
    expect(await house.status()).toBe('expired');
    expect(house.refunds()).toEqual([]);
  });

  test('when it is open still, then the copy keeps it too, until it is decided', async () => {
    const first = await erasing();
    await house.submit('UPRIYA', { kind: 'reject', note: '', said: '', reason: 'other', takesOver: false });
    await house.wait(SECOND);
    const second = await erasing();

    expect([first.exit, first.err]).toEqual([
      1,
      [
        'Not everything of cust_123 could be erased.',
        `${id} is still open: decide or withdraw it, then run this again.`,
        `${copy()} keeps the conversation of ${id} until then.`,
      ],
    ]);
    expect(second.exit).toBe(0);
    expect(statusIn(copy())).toMatchObject({ status: 'rejected', json: 'rejected' });
    expect(hitsIn(place.folder, CANARIES)).toEqual([]);
  });

  test('when it had been sent, and nobody knows what became of it, then that copy goes, and what goes with it is told', async () => {
    const sent = { ...(await house.approval()), status: 'executing', startedAt: NOW, firstStartedAt: NOW, attempt: 1 };
    const connection = new DatabaseSync(copy());
    connection
      .prepare("UPDATE approvals SET json = $1, status = 'executing' WHERE id = $2")
      .run({ $1: JSON.stringify(sent), $2: id });
    connection.close();
    await house.sqlite.driver.write([{ sql: 'DELETE FROM approvals', params: [] }]);

    const { exit, out } = await erasing();

    expect(exit).toBe(0);
    expect(out).toContain(
      `Deleted ${copy()}: in it ${id} was being carried out, and how that ended is not known. With it went the state of 10 January 2026, 12:00:00 UTC, 1 request of all customers.`,
    );
    expect(out).toContain('Make a new backup: npm run backup.');
    expect(isThere(copy())).toBe(false);
  });

  test('when the copy is of the first release, then what was open is ended in it, and it can still be brought up to date', async () => {
    const old = join(place.folder, 'deskhand.db.schema-1');
    const connection = new DatabaseSync(old);
    writeFirstRelease(connection);
    connection.exec("DELETE FROM approvals WHERE status IN ('executing', 'unknown')");
    connection.close();
    await house.submit('UPRIYA', { kind: 'reject', note: '', said: '', reason: 'other', takesOver: false });
    await house.wait(SECOND);

    const { out } = await erasing();

    expect(out).toContain(
      `In ${old} apr_pending, apr_halfway and apr_bypolicy were still open, and ended there: nothing of it is carried out after a restore.`,
    );
    expect(hitsIn(place.folder, [...CANARIES, 'My mug is broken', 'Wonderland'])).toEqual([]);
    const upgraded = openSqlite(old);
    const rows = await upgraded.driver.read('SELECT json, waits_for, status FROM approvals', []);
    upgraded.close();
    expect(rows.map(({ json }) => ApprovalRow.parse(JSON.parse(String(json))).status)).not.toContain('pending');
    expect(rows.filter(({ waits_for: waits }) => waits !== null)).toEqual([]);
    expect(faultsIn(old)).toEqual([]);
  });
});

describe('given what cannot be done', () => {
  test.each([
    [['--customer'], 2],
    [['--customer', ' '], 2],
    [[], 2],
    [['--who', 'cust_123'], 2],
    [['--customer', 'cust_123', 'cust_456'], 2],
  ])('when %j is typed, then it says how to type it', async (args, exit) => {
    const told = await typing(erase, { DATA_DIR: place.folder }, ...args);

    expect(told.exit).toBe(exit);
    expect(told.err.join(' ')).toContain('npm run erase -- --customer cust_123');
  });

  test('when there is no database, then it says which folder it looked in, and makes none', async () => {
    const folder = join(place.folder, 'empty');
    mkdirSync(folder);

    const told = await typing(erase, { DATA_DIR: folder }, '--customer', 'cust_123');

    expect(told.exit).toBe(2);
    expect(told.err[0]).toContain(`There is no deskhand.db in ${folder}.`);
    expect(isThere(join(folder, 'deskhand.lock'))).toBe(false);
  });

  test('when a bot of another release runs on it, then nothing is done', async () => {
    const lock = lockFolder(place.folder);
    await house.sqlite.driver.write([{ sql: 'DELETE FROM schema_version WHERE version > 3', params: [] }]);

    const told = await erasing();
    lock.release();

    expect(told.exit).toBe(2);
    expect(told.err[0]).toContain('is of another release than this command. Stop it first.');
  });
});
