import { afterEach, describe, expect, test } from 'vitest';
import { SECOND } from '../../src/domain/time.ts';
import { openHouse, refundCall, THREAD } from '../fakes/house.ts';
import type { House, HouseOptions } from '../fakes/house.ts';
import { calls, hangs, says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';

let house: House;
afterEach(() => house.close());

const textsOf = (items: readonly { kind: string; text?: string }[]): readonly string[] =>
  items.flatMap((item) => (item.kind === 'person' || item.kind === 'edited' ? (item.text ?? '') : []));
const asked = () => house.model.requests.map(({ items }) => textsOf(items));
const remembered = async () => textsOf(await house.store.items(THREAD));
/** A model step that ends when the test says so. */
function gate(step: Scripted = says('Answered.')) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const scripted: Scripted = async (request, watching) => {
    await promise;
    return typeof step === 'function' ? step(request, watching) : step === 'outage' ? says('') : step;
  };
  return { scripted, open: resolve };
}

describe('given somebody who writes in pieces', () => {
  const patient = (...script: readonly Scripted[]) => openHouse({ script, gatherFor: 1_500 });

  test('when five messages come within 1.5 s, then one turn answers them with one model request', async () => {
    house = await patient(says('Here is all of it.'));
    for (const text of ['hi', 'I have', 'a question', 'about', 'my order']) {
      await house.send(text);
      await house.pass(300);
    }
    await house.pass(1_500);

    expect(asked()).toEqual([['hi', 'I have', 'a question', 'about', 'my order']]);
    expect(house.replies()).toEqual(['Here is all of it.']);
    expect(await remembered()).toEqual(['hi', 'I have', 'a question', 'about', 'my order']);
  });

  test('when they are quiet for half of that time, then they are answered', async () => {
    house = await patient(says('Hello.'));
    await house.send('hi');
    await house.pass(749);
    expect(house.model.requests).toEqual([]);
    await house.pass(1);

    expect(house.replies()).toEqual(['Hello.']);
  });

  test('when they never stop, then they are answered after that time', async () => {
    house = await patient(says('Hello.'));
    for (let count = 0; count < 5; count += 1) {
      await house.send('and');
      await house.pass(299);
    }
    expect(house.model.requests).toEqual([]);
    await house.pass(5);

    expect(house.model.requests).toHaveLength(1);
  });

  test('when a message is whole, then nobody waits; what they add at once is waited for', async () => {
    house = await patient(says('On its way.'), says('You are welcome.'));
    await house.ask('Where is ORD-12345?');
    expect(house.replies()).toEqual(['On its way.']);
    await house.pass(1 * SECOND);
    await house.send('Thank you very much indeed!');
    await house.pass(749);
    expect(house.model.requests).toHaveLength(1);
    await house.pass(1);

    expect(house.replies()).toEqual(['On its way.', 'You are welcome.']);
  });

  test('when somebody else writes, then nobody waits any longer', async () => {
    house = await patient(says('Hello Alice.'), says('Hello Priya.'));
    await house.send('hi');
    await house.send('Where is ORD-12345?', { user: 'UPRIYA' });
    await house.idle();

    expect(house.replies()).toEqual(['Hello Alice.', 'Hello Priya.']);
  });

  test('when they delete it before they are answered, then it is neither kept nor told, and nothing is left to see', async () => {
    house = await patient(says('Hello.'));
    await house.send('my secret');
    await house.send(house.deletionJob(1));
    await house.pass(2 * SECOND);

    expect(house.model.requests).toEqual([]);
    expect(await house.store.items(THREAD)).toEqual([]);
    expect(house.said()).toEqual([]);
    expect(house.messenger.statuses.at(-1)).toBe('');
  });

  test('when they change it before they are answered, then only what it reads now counts', async () => {
    house = await patient(says('Hello.'));
    await house.send('my ordr');
    await house.send(house.editJob(1, 'my order'));
    await house.pass(2 * SECOND);

    expect(asked()).toEqual([['my order']]);
    expect(await remembered()).toEqual(['my order']);
  });
});

describe('given messages that wait behind a turn', () => {
  const WAITING = [
    ['p1', 'UPRIYA'],
    ['p2', 'UPRIYA'],
    ['a1', 'UALICE'],
    ['a2', 'UALICE'],
  ] as const;

  test('when they are of several people, then each turn takes what one person wrote in a row', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, says('Priya.'), says('Alice again.')] });
    await house.send('Where is ORD-12345?');
    for (const [text, user] of WAITING) await house.send(text, { user });
    held.open();
    await house.idle();

    expect(house.replies()).toEqual(['Answered.', 'Priya.', 'Alice again.']);
    expect(asked()[1]?.slice(1)).toEqual(['p1', 'p2']);
    expect(asked()[2]?.slice(3)).toEqual(['a1', 'a2']);
  });

  test('when they are of the same person, then the turn takes them in, and they are answered together and once', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, says('Both answered.')] });
    await house.send('Where is ORD-12345?');
    await house.send('And ORD-1?');
    held.open();
    await house.idle();

    expect(house.replies()).toEqual(['Both answered.']);
    expect(asked().at(-1)).toEqual(['Where is ORD-12345?', 'And ORD-1?']);
    expect(await remembered()).toEqual(['Where is ORD-12345?', 'And ORD-1?']);
  });

  test('when the process dies after the turn was saved, then none of its messages is answered again', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, says('Both answered.'), says('Again.')] });
    house.dieAt('turn:after-commit');
    await house.send('Where is ORD-12345?');
    await house.send('And ORD-1?');
    held.open();
    await house.idle();
    await house.restart();

    expect(house.replies()).toEqual(['Both answered.']);
  });

  test('when one is changed while the turn runs, then the turn hears of it', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, says('ORD-1 it is.')] });
    await house.send('Where is ORD-12345?');
    await house.send(house.editJob(1, 'Where is ORD-1?'));
    held.open();
    await house.idle();

    expect(house.replies()).toEqual(['ORD-1 it is.']);
    expect(await house.store.items(THREAD)).toMatchObject([
      { kind: 'person', text: 'Where is ORD-12345?' },
      { kind: 'edited', text: 'Where is ORD-1?' },
      { kind: 'assistant' },
    ]);
  });

  test('when a request is asked for in two of them, then its card quotes both', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, calls(refundCall()), says('Asked.')] });
    await house.send('hello there', { user: 'UPRIYA' });
    await house.send('my mug is broken');
    await house.send('refund ORD-12345');
    held.open();
    await house.idle();

    expect(await house.store.approvalsOf(THREAD)).toMatchObject([
      { quote: 'my mug is broken\nrefund ORD-12345', source: '1700000001.000003' },
    ]);
  });

  test('when Stop is pressed between them, then what was written behind it is answered', async () => {
    house = await openHouse({ script: [hangs, says('About ORD-1.')] });
    await house.send('Where is ORD-12345?');
    await house.send(house.stopJob());
    await house.ask('And ORD-1?');

    expect(house.replies()).toEqual([expect.stringMatching(/^Stopped/), 'About ORD-1.']);
  });

  test('when a reading of a file or a refusal is needed first, then the next turn answers', async () => {
    const held = gate();
    house = await openHouse({ script: [held.scripted, says('Next.')] });
    house.files.set('https://files/a', 'the content');
    await house.send('Where is ORD-12345?');
    await house.send('see', { files: ['a.txt'], readable: [{ name: 'a.txt', url: 'https://files/a', size: 9 }] });
    held.open();
    await house.idle();

    expect(house.replies()).toEqual(['Answered.', 'Next.']);
    expect(asked()[1]?.at(-1)).toBe('see\n[attached file a.txt]\nthe content');
  });
});

describe('given a turn that runs', () => {
  const running = async (over: HouseOptions = {}): Promise<void> => {
    house = await openHouse({ script: [calls(refundCall()), hangs, says('Hello again.')], ...over });
    await house.send('refund ORD-12345');
    await expect.poll(() => house.model.requests.length, { interval: 1 }).toBe(2);
  };

  test('when somebody presses Stop, then it stops, says so, and has asked for nothing', async () => {
    await running();
    await house.enqueue(house.stopJob());

    expect(house.said()).toEqual(['reply Stopped, as you asked. Nothing was changed.']);
    expect(await house.store.approvalsOf(THREAD)).toEqual([]);
    expect(await house.store.items(THREAD)).toMatchObject([
      { kind: 'person', text: 'refund ORD-12345' },
      { kind: 'assistant', text: 'Stopped, as you asked. Nothing was changed.' },
    ]);
    await house.ask('are you there?');
    expect(house.replies().at(-1)).toBe('Hello again.');
  });

  test('when somebody else presses Stop, then it goes on', async () => {
    await running();
    await house.send(house.stopJob('UBOB'));
    await house.send('Where is ORD-1?', { user: 'UPRIYA' });
    expect(house.replies()).toEqual([]);
    await house.send(house.stopJob());
    await expect.poll(() => house.replies().length, { interval: 1 }).toBeGreaterThan(0);

    expect(house.replies()[0]).toBe('Stopped, as you asked. Nothing was changed.');
  });

  test('when Stop is pressed while somebody else waits behind it, then they are answered', async () => {
    await running();
    await house.send('Where is ORD-1?', { user: 'UPRIYA' });
    await house.enqueue(house.stopJob());

    expect(house.replies()).toEqual([expect.stringMatching(/^Stopped/), 'Hello again.']);
  });

  test('when Stop is pressed while the outcome of an earlier request waits behind it, then the model goes on from that, and the thread with it', async () => {
    house = await openHouse({
      script: [calls(refundCall()), says('Asked.'), hangs, says('Anything else?'), says('Hi.')],
    });
    await house.ask('refund ORD-12345');
    await house.send('and tell me a long story');
    await house.send(house.clickJob('UPRIYA', await house.approval(), 'approve'));
    await house.enqueue(house.stopJob());
    await house.ask('hello');

    expect(house.replies().slice(-3)).toEqual([expect.stringMatching(/^Stopped/), 'Anything else?', 'Hi.']);
  });

  test('when Stop is pressed twice, then it is answered once', async () => {
    await running();
    await house.send('Where is ORD-1?', { user: 'UPRIYA' });
    const presses = [house.stopJob(), house.stopJob()];
    for (const press of presses) void house.process.engine.enqueue(press);
    await house.idle();

    expect(house.replies()).toEqual([expect.stringMatching(/^Stopped/), 'Hello again.']);
  });

  test('when its message is deleted, then nothing of it is left', async () => {
    await running();
    await house.enqueue(house.deletionJob(1));

    expect(house.said()).toEqual([]);
    expect(await house.store.approvalsOf(THREAD)).toEqual([]);
    expect(await house.store.items(THREAD)).toEqual([]);
    expect(house.messenger.statuses.at(-1)).toBe('');
  });

  test('when one of its messages is deleted, then the others are answered without it', async () => {
    house = await openHouse({ script: [hangs, says('About ORD-1.')], gatherFor: 1_500 });
    await house.send('my secret');
    await house.send('Where is ORD-1?');
    await house.pass(2 * SECOND);
    await house.send(house.deletionJob(1));
    await house.idle();

    expect(asked()).toEqual([['my secret', 'Where is ORD-1?'], ['Where is ORD-1?']]);
    expect(await remembered()).toEqual(['Where is ORD-1?']);
    expect(house.replies()).toEqual(['About ORD-1.']);
  });
});

test('given no turn that runs, when Stop arrives, then nothing is said', async () => {
  house = await openHouse({ script: [says('Hello.')] });
  await house.ask('hello');
  await house.enqueue(house.stopJob());

  expect(house.replies()).toEqual(['Hello.']);
});
