import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ANCHORS_FILE, appendAnchor, lastAnchor, readAnchors } from '../../src/adapters/sql/audit-anchors.ts';
import { readHead } from '../../src/adapters/sql/audit-head.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import type { Sqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { anchorsFor } from '../../src/app/anchors.ts';
import type { Anchors } from '../../src/app/anchors.ts';
import { DAY, HOUR } from '../../src/domain/time.ts';
import type { Posted } from '../../src/ports/messenger.ts';
import { NOON } from '../fakes/approvals.ts';

let folder: string;
let sqlite: Sqlite;
let clock: { now: number };
let said: string[];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-anchors-'));
  sqlite = openSqlite(':memory:');
  clock = { now: NOON };
  said = [];
  await note();
});
afterEach(() => {
  sqlite.close();
  rmSync(folder, { recursive: true });
});

const note = () =>
  sqlStore(sqlite.driver).commit({ audit: [{ at: clock.now, event: 'paused', actor: 'person_admin', detail: {} }] });

function started(answer: Posted | 'no channel'): Anchors {
  const announce = async (sentence: string): Promise<Posted> => {
    said.push(sentence);
    return answer === 'no channel' ? { kind: 'refused', why: 'nobody listens' } : answer;
  };
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return anchorsFor({
    driver: sqlite.driver,
    dataDir: folder,
    now: () => clock.now,
    log: silent,
    announce: answer === 'no channel' ? undefined : announce,
  });
}
const POSTED: Posted = { kind: 'posted', ref: JSON.parse('{"channel":"C9","ts":"1.1"}') };
const seen = () => readAnchors(folder)?.anchors.map(({ at, seq, posted }) => [at, seq, posted === true]);

describe('given no channel for it', () => {
  test('when the bot starts and stops, then the head is written down, for its owner only', async () => {
    const anchors = started('no channel');
    await anchors.write();
    clock.now += HOUR;
    await note();
    await anchors.write();

    expect(seen()).toEqual([
      [NOON, 1, false],
      [NOON + HOUR, 2, false],
    ]);
    expect(lastAnchor(folder)).toEqual({ at: NOON + HOUR, ...(await readHead(sqlite.driver)) });
    expect(statSync(join(folder, ANCHORS_FILE)).mode & 0o777).toBe(0o600);
  });

  test('when the bot runs for days, then there is one a day', async () => {
    const anchors = started('no channel');
    await anchors.write();
    for (let hour = 0; hour < 72; hour += 1) {
      await anchors.daily();
      clock.now += HOUR;
    }

    expect(seen()).toHaveLength(1 + 3);
  });
});

describe('given a channel for it', () => {
  test('when a day begins, then the head is said once, however often the bot starts on it', async () => {
    for (let start = 0; start < 3; start += 1) {
      const anchors = started(POSTED);
      await anchors.write();
      await anchors.daily();
      await anchors.daily();
      clock.now += HOUR;
    }
    const { hash } = await readHead(sqlite.driver);

    expect(said).toEqual([`Audit of 2026-11-20: 1 row. Its head is row 1, \`${hash}\`.`]);
  });

  test('when the next day begins, then it is said anew', async () => {
    const anchors = started(POSTED);
    await anchors.daily();
    clock.now += DAY;
    await anchors.daily();

    expect(said).toHaveLength(2);
  });

  test.each<Posted>([
    { kind: 'ambiguous', why: 'cut' },
    { kind: 'refused', why: 'channel_not_found' },
    { kind: 'later', after: 1, why: 'ratelimited' },
  ])('when Slack answers %j, then it stays in the file, and is not said a second time that day', async (answer) => {
    const anchors = started(answer);
    await anchors.daily();
    await anchors.daily();
    const again = started(answer);
    await again.write();
    await again.daily();

    expect(said).toHaveLength(1);
    expect(seen()).toEqual([
      [NOON, 1, true],
      [NOON, 1, false],
    ]);
  });
});

describe('given a file of anchors', () => {
  const anchor = (seq: number, over: object = {}) => ({ at: NOON + seq, seq, hash: `h${seq}`, ...over });

  test('when a crash left half a line, then the next one stands on a line of its own', () => {
    appendAnchor(folder, anchor(1));
    appendFileSync(join(folder, ANCHORS_FILE), '{"at":17');
    const before = readAnchors(folder);
    appendAnchor(folder, anchor(2));

    expect(before).toEqual({ anchors: [anchor(1)], unreadable: [] });
    expect(readAnchors(folder)).toEqual({ anchors: [anchor(1), anchor(2)], unreadable: [] });
  });

  test('when an earlier copy was put in place, then those beyond it do not count any more', () => {
    for (const each of [anchor(1), anchor(5), anchor(3, { restored: true }), anchor(4)]) appendAnchor(folder, each);

    expect(readAnchors(folder)?.anchors).toEqual([anchor(1), anchor(3, { restored: true }), anchor(4)]);
    expect(lastAnchor(folder)).toEqual(anchor(4));
  });

  test('when there is none, then there is none', () => {
    expect([readAnchors(folder), lastAnchor(folder)]).toEqual([undefined, undefined]);
  });
});
