import { localEngine } from '../../../src/adapters/engine/local.ts';
import { openSqlite } from '../../../src/adapters/sql/sqlite.ts';
import { JobId } from '../../../src/domain/ids.ts';

/** Run by `kill.test.ts`: prints the id of each job as soon as it is acknowledged, until somebody ends the process. */
const silent = (): void => {};
const { driver } = openSqlite(process.argv[2] ?? '');
const engine = localEngine({
  driver,
  now: Date.now,
  log: { debug: silent, info: silent, warn: silent, error: silent },
});
for (let number = 1; ; number += 1) {
  const id = JobId.parse(`msg:${number}`);
  if (await engine.enqueue({ id, key: `thread ${number % 5}`, kind: 'message', data: { number } })) console.log(id);
}
