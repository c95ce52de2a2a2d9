import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAnchors } from '../../src/adapters/sql/audit-anchors.ts';
import { auditFileOver, openAuditFile } from '../../src/adapters/sql/audit-file.ts';
import { auditHash } from '../../src/adapters/sql/audit-hash.ts';
import { verifyAudit } from '../../src/adapters/sql/audit-verify.ts';
import { AUDITED, writeAudited } from '../fakes/audited.ts';
import { random } from './audit-random.ts';
import type { Random } from './audit-random.ts';
import { runs, sayHow, seed } from './runs.ts';

const TAMPERINGS = runs(80, 1_000);

const COLUMNS = ['at', 'event', 'actor', 'role', 'role_from', 'approval', 'conversation', 'job', 'detail', 'hash'];
const TRIGGERS = ['audit_goes_on', 'audit_is_never_changed', 'audit_is_never_deleted', 'audit_is_never_replaced'];

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-tampering-'));
  await writeAudited(folder, 12);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Somebody with the file: changes the rows as they like, and answers what of the audit is the first bad row, if it is one. */
type Tampering = (database: DatabaseSync, dice: Random) => number | undefined;

const last = (database: DatabaseSync): number =>
  Number(database.prepare('SELECT max(seq) AS seq FROM audit').get()?.['seq']);

const columnsOf = (database: DatabaseSync, seq: number): (string | number | null)[] =>
  Object.values(database.prepare('SELECT * FROM audit WHERE seq = ?').get(seq) ?? {}).map((value) =>
    typeof value === 'number' || typeof value === 'string' ? value : null,
  );

const insert = (database: DatabaseSync, columns: readonly (string | number | null)[]): void =>
  void database.prepare(`INSERT INTO audit VALUES (${columns.map(() => '?').join()})`).run(...columns);

/** Changes the hashes of all rows from there on, as if they had been written so. */
function chainAnew(database: DatabaseSync, from: number): void {
  for (let seq = from; seq <= last(database); seq += 1) {
    const before = seq === 1 ? '' : String(columnsOf(database, seq - 1).at(-1));
    const hash = auditHash(before, columnsOf(database, seq).slice(0, -1));
    database.prepare('UPDATE audit SET hash = ? WHERE seq = ?').run(hash, seq);
  }
  database.exec('UPDATE audit_head SET hash = (SELECT hash FROM audit WHERE seq = audit_head.seq)');
}

const flip = (text: string, dice: Random): string => {
  const bytes = Buffer.from(text === '' ? ' ' : text);
  const at = dice.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(7));
  return bytes.toString('latin1');
};

const TAMPERERS: Record<string, Tampering> = {
  'a byte of a column is changed': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    const column = dice.pick(COLUMNS);
    const value = database.prepare(`SELECT ${column} AS value FROM audit WHERE seq = ?`).get(seq)?.['value'];
    const changed = typeof value === 'number' ? value ^ (1 << dice.below(30)) : flip(String(value ?? ''), dice);
    database.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(changed, seq);
    return seq;
  },
  'a column is emptied or filled': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    const column = dice.pick(['role', 'role_from', 'approval', 'conversation', 'job']);
    database
      .prepare(`UPDATE audit SET ${column} = CASE WHEN ${column} IS NULL THEN '' ELSE NULL END WHERE seq = ?`)
      .run(seq);
    return seq;
  },
  'the detail of a row is another one': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    database.prepare('UPDATE audit SET detail = ? WHERE seq = ?').run(`{"version":${dice.below(9)}}`, seq);
    return seq;
  },
  'a row is deleted': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    database.prepare('DELETE FROM audit WHERE seq = ?').run(seq);
    return seq;
  },
  'a row is deleted and the rest numbered anew': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    database.prepare('DELETE FROM audit WHERE seq = ?').run(seq);
    for (let next = seq + 1; next <= last(database); next += 1)
      database.prepare('UPDATE audit SET seq = ? WHERE seq = ?').run(next - 1, next);
    return seq;
  },
  'a row is added between others': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    for (let next = last(database); next >= seq; next -= 1)
      database.prepare('UPDATE audit SET seq = ? WHERE seq = ?').run(next + 1, next);
    const [, at = 0, event = '', , ...others] = columnsOf(database, seq + 1);
    insert(database, [seq, at, event, 'person_nobody', ...others]);
    return seq;
  },
  'a row is added before the first': (database, dice) => {
    const seq = 0 - dice.below(3);
    insert(database, [seq, ...columnsOf(database, 1).slice(1)]);
    return seq;
  },
  'a row is added at the end with a hash that is right': (database, dice) => {
    const columns = columnsOf(database, 1 + dice.below(last(database)));
    const seq = last(database) + 1;
    const tied = [seq, ...columns.slice(1, -1)];
    insert(database, [...tied, auditHash(String(columnsOf(database, seq - 1).at(-1)), tied)]);
    return seq;
  },
  'a step is added at the end, hash and head are right': (database, dice) => {
    const steps = database.prepare(`SELECT seq FROM audit WHERE detail LIKE '%"record"%'`).all();
    const columns = columnsOf(database, Number(dice.pick(steps)['seq']));
    const seq = last(database) + 1;
    insert(database, [seq, ...columns.slice(1)]);
    database.exec(`UPDATE audit_head SET seq = ${seq}`);
    chainAnew(database, seq);
    return seq;
  },
  'two rows change places': (database, dice) => {
    const [one, other] = dice.two(last(database));
    const [first, second] = [columnsOf(database, one), columnsOf(database, other)];
    database.prepare('DELETE FROM audit WHERE seq IN (?, ?)').run(one, other);
    insert(database, [one, ...second.slice(1)]);
    insert(database, [other, ...first.slice(1)]);
    return Math.min(one, other);
  },
  'a row is numbered as the last one': (database, dice) => {
    const seq = 1 + dice.below(last(database) - 1);
    database.prepare('UPDATE audit SET seq = ? WHERE seq = ?').run(last(database) + 1, seq);
    return seq;
  },
  'the tail is cut off': (database, dice) => {
    const kept = dice.below(last(database));
    database.exec(`DELETE FROM audit WHERE seq > ${kept}`);
    return kept + 1;
  },
  'the tail is cut off and the head put right': (database, dice) => {
    const kept = dice.below(last(database));
    database.exec(`DELETE FROM audit WHERE seq > ${kept}; UPDATE audit_head SET seq = ${kept}`);
    database.exec("UPDATE audit_head SET hash = coalesce((SELECT hash FROM audit WHERE seq = audit_head.seq), '')");
    return kept + 1;
  },
  'everything is written anew from a row on, hashes and head are right': (database, dice) => {
    const seq = 1 + dice.below(last(database));
    database.prepare("UPDATE audit SET actor = 'person_nobody' WHERE seq = ?").run(seq);
    chainAnew(database, seq);
    return undefined; // an anchor behind it tells, not the row itself
  },
  'the head is changed': (database, dice) => {
    database.exec(dice.pick([`UPDATE audit_head SET hash = 'ab'`, 'DELETE FROM audit_head']));
    return undefined;
  },
  'the sum of a request is changed': (database, dice) => {
    const path = dice.pick(['$.proposal.input.amount.minor', '$.proposal.cost.minor']);
    database.prepare(`UPDATE approvals SET json = json_set(json, ?, 4700) WHERE seq = ?`).run(path, 1 + dice.below(12));
    return undefined;
  },
  'a byte of a request is changed': (database, dice) => {
    const seq = 1 + dice.below(12);
    const json = String(database.prepare('SELECT json FROM approvals WHERE seq = ?').get(seq)?.['json']);
    database.prepare('UPDATE approvals SET json = ? WHERE seq = ?').run(flip(json, dice), seq);
    return undefined;
  },
  'a column of a request is changed': (database, dice) => {
    const change = dice.pick([
      'version = version + 1',
      "status = iif(status = 'executed', 'failed', 'executed')",
      "target = target || '1'",
      "customer = 'cust_999'",
      'minor = minor + 1',
      "currency = 'EUR'",
      "conversation = conversation || '1'",
      "action = 'cancel_order'",
      "card = id || '1'",
      "requester = 'person_nobody'",
      'opened_at = opened_at - 1',
      'expires_at = expires_at + 3600000',
      'changed_at = changed_at - 1',
      "waits_for = iif(waits_for IS NULL, 'agent', NULL)",
      'decided_at = coalesce(decided_at, 0) + 1',
      "decided_by = coalesce(decided_by, '') || '1'",
      "decided_before = coalesce(decided_before, '') || '1'",
      'undo_until = coalesce(undo_until, 0) + 1',
    ]);
    database.exec(`UPDATE approvals SET ${change} WHERE seq = ${1 + dice.below(12)}`);
    return undefined;
  },
  'who may not approve a request is changed': (database, dice) => {
    database.exec(
      dice.pick([
        'DELETE FROM barred WHERE approval = (SELECT approval FROM barred LIMIT 1)',
        "UPDATE barred SET person = 'person_nobody' WHERE approval = (SELECT approval FROM barred LIMIT 1)",
        `INSERT INTO barred SELECT id, 'person_nobody' FROM approvals WHERE seq = ${1 + dice.below(12)}`,
      ]),
    );
    return undefined;
  },
  'a request is removed, or one is added': (database, dice) => {
    const seq = 1 + dice.below(12);
    database.exec(
      dice.pick([`DELETE FROM approvals WHERE seq = ${seq}`, `UPDATE approvals SET id = id || '1' WHERE seq = ${seq}`]),
    );
    return undefined;
  },
};

/** The triggers are put back afterwards: that they were gone shall not be what is noticed. */
function tamperWith(path: string, tampering: Tampering, dice: Random): number | undefined {
  const database = new DatabaseSync(path);
  database.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  const triggers = TRIGGERS.map((name) => {
    const sql = String(database.prepare('SELECT sql FROM sqlite_schema WHERE name = ?').get(name)?.['sql']);
    database.exec(`DROP TRIGGER ${name}`);
    return sql;
  });
  const seq = tampering(database, dice);
  database.exec(triggers.join(';'));
  database.close();
  return seq;
}

test('given an audit that somebody tampered with at random, when it is verified, then that is always noticed, and the first bad row is named', ({
  onTestFailed,
}) => {
  onTestFailed(sayHow);
  const dice = random(seed);
  const anchors = readAnchors(folder);
  const untouched = openAuditFile(join(folder, AUDITED));
  expect(verifyAudit(untouched, anchors).faults).toEqual([]);
  untouched.close();
  const names = Object.keys(TAMPERERS);
  const noticed = { count: 0 };

  for (let number = 0; number < TAMPERINGS; number += 1) {
    const name = names[number % names.length] ?? '';
    const path = join(folder, 'tampered.db');
    copyFileSync(join(folder, AUDITED), path);
    const seq = tamperWith(path, TAMPERERS[name] ?? (() => undefined), dice);
    const database = new DatabaseSync(path, { readOnly: true });
    const [fault] = verifyAudit(auditFileOver(database), anchors).faults;
    database.close();

    expect(fault, `tampering ${number}: ${name}`).toBeDefined();
    if (seq !== undefined) expect(fault?.seq, `tampering ${number}: ${name}: ${fault?.what}`).toBe(seq);
    noticed.count += 1;
  }
  console.log(`${noticed.count} of ${TAMPERINGS} tamperings noticed, SEED=${seed}`);
});
