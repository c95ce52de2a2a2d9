import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const file = (name: string): string => join(here.folder, 'data', name);

/** As somebody would without any command of ours. */
function copyAside(): void {
  const live = new DatabaseSync(file('deskhand.db'), { readOnly: true });
  live.prepare('VACUUM INTO $1').run({ $1: file('copy.db') });
  live.close();
}
function putBack(): void {
  for (const side of ['-wal', '-shm']) rmSync(file(`deskhand.db${side}`), { force: true });
  renameSync(file('copy.db'), file('deskhand.db'));
}
const holds = (): unknown[] => {
  const live = new DatabaseSync(file('deskhand.db'), { readOnly: true });
  const rows = live.prepare('SELECT kind FROM holds').all();
  live.close();
  return rows;
};

describe('given a copy of the database that was made while a request waited', () => {
  test('when it is put back after that was carried out, then it is not carried out again, and what waits is decided as ever', async () => {
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const done = await here.card('Refund $48.00');
    await here.ask('UPRIYA', 'please refund $20.00 of ORD-30102, the cups are chipped');
    const waiting = await here.card('Refund $20.00');
    copyAside();
    await here.press('UPRIYA', done.ts);
    await here.cardShows(done.ts, '✓ Refunded $48.00');
    await here.answer(thread, 2);
    await here.restart(putBack);
    expect(holds()).toEqual([{ kind: 'restored' }]);
    await here.press('UTOM', waiting.ts);
    const ended = readable(await here.cardShows(done.ts, 'known from the company, after a restore'));
    await here.cardShows(waiting.ts, '✓ Refunded $20.00');
    await until(() => holds().length === 0, 'the hold to be gone');

    expect(ended).toContain('✓ Refunded $48.00');
    expect((await here.refunds()).map(({ path }) => path)).toEqual([
      '/orders/ORD-12345/refunds',
      '/orders/ORD-30102/refunds',
    ]);
  });
});
