import { afterEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../src/domain/time.ts';
import { openHouse, THREAD } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { says } from '../fakes/model.ts';

let house: House;
afterEach(() => house.close());

describe('given a message that the bot stumbles over', () => {
  test('when it does so again and again, then the person is told, and the next message is answered', async () => {
    const stumbles = { left: 3 };
    house = await openHouse({
      script: [says('Hello again.')],
      overStore: (store) => ({
        ...store,
        approvalsOf: async (conversation) => {
          stumbles.left -= 1;
          if (stumbles.left >= 0) throw new TypeError('a bug');
          return store.approvalsOf(conversation);
        },
      }),
    });

    await house.ask('hello');
    for (let tries = 0; tries < 3; tries += 1) await house.wait(60 * SECOND);
    await house.ask('are you there?');

    expect(house.replies()).toEqual([expect.stringContaining('something went wrong on my side'), 'Hello again.']);
    expect(await house.store.items(THREAD)).toMatchObject([
      { kind: 'person', text: 'hello' },
      { kind: 'assistant' },
      { kind: 'person', text: 'are you there?' },
      { kind: 'assistant', text: 'Hello again.' },
    ]);
  });

  test('when not even that can be saved, then it is tried again, and nothing is lost', async () => {
    const lost = { left: 3 * 3 + 1 }; // three runs in each of three tries, and the apology
    house = await openHouse({
      script: Array.from({ length: 10 }, () => says('Hello Alice.')),
      overStore: (store) => ({
        ...store,
        commit: async (change) => ((lost.left -= 1) >= 0 ? false : store.commit(change)),
      }),
    });

    await house.ask('hello');
    for (let tries = 0; tries < 3; tries += 1) await house.wait(60 * SECOND);

    expect(house.replies()).toEqual(['Hello Alice.']);
  });
});
