import { expect, test } from 'vitest';
import { localEngine } from '../../../src/adapters/engine/local.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import { JobId } from '../../../src/domain/ids.ts';
import { HOUR } from '../../../src/domain/time.ts';
import type { Handlers, Job } from '../../../src/ports/engine.ts';
import { NOON } from '../../fakes/approvals.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const idle = async (): Promise<void> => {};
const handlers: Handlers = {
  message: idle,
  deletion: idle,
  edit: idle,
  stop: idle,
  click: idle,
  confirm: idle,
  reopen: idle,
  undo: idle,
  execute: idle,
  reconcile: idle,
  deadline: idle,
  compensate: idle,
  'follow-up': idle,
};
const deadline = (number: number): Job => ({
  id: JobId.parse(`deadline:${number}`),
  key: `approval ${number}`,
  kind: 'deadline',
  data: {},
  runAt: NOON + HOUR,
});

test('given jobs that wait since before the start, when they are enqueued again, then they are refused and the disk is left alone', async () => {
  const sqlite = openSqlite(':memory:');
  const { driver } = sqlite;
  const jobs = Array.from({ length: 100 }, (_, number) => deadline(number));
  const before = localEngine({ driver, now: () => NOON, log: silent, wake: () => () => {} });
  await Promise.all(jobs.map((job) => before.enqueue(job)));
  const written: unknown[] = [];
  const counted: typeof driver = {
    read: (sql, params) => driver.read(sql, params),
    write: (statements) => {
      written.push(...statements);
      return driver.write(statements);
    },
  };
  const engine = localEngine({ driver: counted, now: () => NOON, log: silent, wake: () => () => {} });
  await engine.start(handlers);
  written.splice(0);

  const answers = await Promise.all(jobs.map((job) => engine.enqueue(job)));

  expect(answers.filter(Boolean)).toEqual([]);
  expect(written).toEqual([]);
  sqlite.close();
});
