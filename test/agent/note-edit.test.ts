import { afterEach, describe, expect, test } from 'vitest';
import { openHouse, THREAD } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { says } from '../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const answered = async (text = 'Where is ORD-1?'): Promise<void> => {
  house = await openHouse({ script: [says('On its way.'), says('That one too.')] });
  await house.ask(text);
};
const kinds = async () => (await house.store.items(THREAD)).map(({ kind }) => kind);

describe('given a message that was answered', () => {
  test('when it is changed, then the thread remembers both, the next turn sees it, and nobody is answered', async () => {
    await answered();
    await house.enqueue(house.editJob(1, 'Where is ORD-2?'));
    expect(house.replies()).toEqual(['On its way.']);
    await house.ask('well?');

    expect(house.model.requests[1]?.items).toMatchObject([
      { kind: 'person', text: 'Where is ORD-1?' },
      { kind: 'assistant' },
      { kind: 'edited', text: 'Where is ORD-2?', ts: '1700000001.000001', by: { user: 'UALICE', role: 'customer' } },
      { kind: 'person', text: 'well?' },
    ]);
  });

  test('when its change comes twice, then it is remembered once', async () => {
    await answered();
    const job = house.editJob(1, 'Where is ORD-2?');
    await house.enqueue(job);
    await house.process.handlers.edit(job, 2);

    expect(await kinds()).toEqual(['person', 'assistant', 'edited']);
  });

  test('when it is changed and changed back, then both are remembered', async () => {
    await answered();
    await house.enqueue(house.editJob(1, 'Where is ORD-2?'));
    await house.enqueue(house.editJob(1, 'Where is ORD-1?'));

    expect(await kinds()).toEqual(['person', 'assistant', 'edited', 'edited']);
  });

  test('when its text is the same, then nothing is remembered', async () => {
    await answered();
    await house.enqueue(house.editJob(1, 'Where is ORD-1?'));

    expect(await kinds()).toEqual(['person', 'assistant']);
  });

  test('when it is too long now, then its beginning is kept', async () => {
    await answered();
    await house.enqueue(house.editJob(1, 'a'.repeat(12_001)));

    expect((await house.store.items(THREAD)).at(-1)).toMatchObject({ kind: 'edited', text: 'a'.repeat(12_000) });
  });

  test('when it was deleted before, then what it read is not remembered', async () => {
    await answered();
    await house.enqueue(house.deletionJob(1));
    await house.enqueue(house.editJob(1, 'my secret'));

    expect(JSON.stringify(await house.store.items(THREAD))).not.toContain('secret');
  });

  test('when it cannot be known who writes, then the writer counts as a stranger', async () => {
    await answered();
    house.directory.isDown = true;
    await house.enqueue(house.editJob(1, 'Where is ORD-2?'));

    expect((await house.store.items(THREAD)).at(-1)).toMatchObject({ kind: 'edited', by: { external: true } });
  });
});

test('given a thread that the bot does not know, when a message in it is changed, then nothing is remembered', async () => {
  house = await openHouse();
  await house.enqueue(house.editJob(1, 'Where is ORD-2?'));

  expect(await kinds()).toEqual([]);
});
