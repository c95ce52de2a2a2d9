import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CustomerId, UserId } from '../../src/domain/ids.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { principal } from '../fakes/approvals.ts';
import { openHouse } from '../fakes/house.ts';
import type { House } from '../fakes/house.ts';
import { calls, says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';

const bob = principal({
  slackUser: UserId.parse('UBOB'),
  role: 'customer',
  customerId: CustomerId.parse('cust_456'),
});

const look = (order: string) => calls(['find_orders', { order_id: order, customer_id: null }]);

let house: House;
beforeEach(async () => {
  house = await openHouse();
  house.directory.people.set('UBOB', bob);
});
afterEach(() => house.close());

/** What the model was told in its last request; whose record somebody has is not sent. */
const told = (): string =>
  JSON.stringify(house.model.requests.at(-1)?.items.map((item) => ({ ...item, by: undefined })));
const ask = async (user: string, text: string, ...script: readonly Scripted[]): Promise<void> => {
  house.model.goOn(...script);
  await house.ask(text, { user });
};

describe('given a thread in which a colleague asked about Bob, and then Alice wrote', () => {
  beforeEach(async () => {
    await ask('UPRIYA', 'Where is ORD-2?', look('ORD-2'), says('Bob’s parcel is on its way.'));
    await ask('UALICE', 'And mine?', look('ORD-12345'), says('Yours was delivered.'));
  });

  test('when Alice is answered, then the model knows nothing of what it read for the colleague', () => {
    expect(told()).toContain('cust_123');
    expect(told()).not.toContain('cust_456');
    expect(told()).not.toContain('Bob’s parcel');
  });

  test('when the colleague asks about Bob again, then his order reads as one that does not exist', async () => {
    await ask('UPRIYA', 'Where is ORD-2 now?', look('ORD-2'), says('I cannot find it.'));

    expect(told()).toContain('ORDER_NOT_FOUND');
    expect(told()).not.toContain('cust_456');
  });

  test('when the colleague asks about Alice, then that is read, remembered for the next turn, and open to Alice', async () => {
    await ask('UPRIYA', 'What did she order?', look('ORD-1'), says('She ordered ORD-1.'));
    await ask('UPRIYA', 'Thanks.', says('You are welcome.'));
    expect(told()).toContain('She ordered ORD-1.');

    await ask('UALICE', 'And what is with that?', says('It is as I said.'));
    expect(told()).toContain('She ordered ORD-1.');
    expect(told()).not.toContain('cust_456');
  });

  test('when Bob writes, too, then a colleague among both is told of nobody’s records', async () => {
    await ask('UBOB', 'Hello.', says('Hello Bob.'));
    await ask('UPRIYA', 'Where is ORD-12345?', says('I cannot look that up here.'));

    expect(house.model.requests.at(-1)?.tools.map(({ name }) => name)).toEqual(['search_articles', 'hand_off']);
    expect(told()).not.toContain('cust_');
  });
});

test('given a message that was put off, when it is answered after somebody else’s, then what was read for it is theirs alone', async () => {
  house.close();
  house = await openHouse({ turnsPerMinute: 1 });
  house.directory.people.set('UBOB', bob);
  await ask('UALICE', 'Hello there, how are you?', says('Fine.'));
  await ask('UALICE', 'Where is ORD-12345?');
  await ask('UBOB', 'Hello to you, too.', says('Hello Bob.'));
  house.model.goOn(look('ORD-12345'), says('It was delivered.'));
  await house.wait(2 * MINUTE);
  expect(house.replies().at(-1)).toBe('It was delivered.');

  await ask('UBOB', 'What did you read just now?', says('Nothing of yours.'));
  expect(told()).not.toContain('cust_123');

  await house.wait(2 * MINUTE);
  await ask('UALICE', 'And again, where is it?', says('As I said.'));
  expect(told()).toContain('cust_123');
});
