import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { refundCall, THREAD, NOW } from '../fakes/house.ts';
import { NOON, alice, inEveryState } from '../fakes/approvals.ts';
import { calls, hangs, says } from '../fakes/model.ts';
import type { Scripted } from '../fakes/model.ts';
import { kindsOf, listening, lookUp, playTurn, slowTools, stuckTools, words } from './play-turn.ts';

/** The model answers so while the person writes that. */
const meanwhile =
  (write: () => void, step: ReturnType<typeof says>): Scripted =>
  () => {
    write();
    return step;
  };

describe('given a person who writes on while the turn runs', () => {
  test('when tools ran, then the next step hears of it, in order, behind their results', async () => {
    const { write, ...ear } = listening();
    const { turn } = await playTurn(
      [meanwhile(() => write(words('and ORD-2?'), words('quickly!')), lookUp()), says('Both.')],
      undefined,
      ear,
    );

    expect(kindsOf(turn)).toEqual(['call', 'result', 'person and ORD-2?', 'person quickly!', 'assistant Both.']);
  });

  test('when an answer is there, then it is not used, and the model thinks again', async () => {
    const { write, ...ear } = listening();
    const { turn, model } = await playTurn(
      [meanwhile(() => write(words('no, ORD-2')), says('ORD-1 is here.')), says('ORD-2 is here.')],
      undefined,
      ear,
    );

    expect(kindsOf(turn)).toEqual(['person no, ORD-2', 'assistant ORD-2 is here.']);
    expect(model.requests).toHaveLength(2);
  });

  test('when they never stop, then the fourth answer is used, and what came with it is left for the next turn', async () => {
    const { write, ...ear } = listening();
    const script = [1, 2, 3, 4, 5].map((count) =>
      meanwhile(() => write(words(`more ${count}`)), says(`Answer ${count}.`)),
    );
    const { turn } = await playTurn(script, undefined, ear);

    expect(kindsOf(turn)).toEqual(['person more 1', 'person more 2', 'person more 3', 'assistant Answer 4.']);
    expect(ear.listening.takeIn()).toMatchObject([{ text: 'more 4' }]);
  });

  test('when nothing can be looked up any more, then it is left for the next turn', async () => {
    const { write, ...ear } = listening();
    const clock = { now: NOW };
    const late = meanwhile(() => {
      write(words('and ORD-2?'));
      clock.now += 90_000;
    }, says('ORD-1 is here.'));
    const { turn } = await playTurn([late], () => ({ now: () => clock.now }), ear);

    expect(kindsOf(turn)).toEqual(['assistant ORD-1 is here.']);
    expect(ear.listening.takeIn()).toHaveLength(1);
  });

  test('when a request is opened afterwards, then all their words stand on it, and the last message is its source', async () => {
    const { write, ...ear } = listening();
    const context = { asker: alice, conversation: THREAD, now: NOW, quote: 'my mug broke' };
    const { turn } = await playTurn(
      [
        meanwhile(() => write(words('refund please', { ts: '1700000000.000200' })), lookUp('ORD-12345')),
        calls(refundCall()),
      ],
      undefined,
      { ...ear, context },
    );

    expect(turn.opened).toMatchObject([{ quote: 'my mug broke\nrefund please', source: '1700000000.000200' }]);
  });

  test('when colleagues have rejected the same before, then it may be asked for again, because they said something new', async () => {
    const { write, ...ear } = listening();
    const approvalsOf = async () => inEveryState.filter(({ status }) => status === 'rejected');
    const { outputs, turn } = await playTurn(
      [
        meanwhile(() => write(words('please try again', { at: NOON + 1 })), calls(refundCall())),
        calls(refundCall()),
        says('Asked.'),
      ],
      () => ({ store: { ...sqlStore(openSqlite(':memory:').driver), approvalsOf } }),
      ear,
    );

    expect(outputs('call_1')).toMatchObject([{ status: 'waiting' }]);
    expect(turn.items[1]).toMatchObject({ output: expect.stringContaining('REJECTED_BEFORE') });
  });
});

describe('given a turn that is stopped', () => {
  test('when the model thinks, then it ends at once with nothing to say', async () => {
    const { stop, ...ear } = listening();
    const thinks: Scripted = (request, watching) => {
      setImmediate(stop);
      return hangs(request, watching);
    };
    const logged: unknown[] = [];
    const ignore = (): void => {};
    const log = { debug: ignore, info: ignore, warn: ignore, error: (...line: unknown[]) => void logged.push(line) };
    const { turn } = await playTurn([lookUp(), thinks], () => ({ log }), ear);

    expect(turn).toMatchObject({ isStopped: true, reply: '', offersIntake: false });
    expect(logged).toEqual([]);
  });

  test('when the model does not heed the signal, then it ends all the same', async () => {
    const { stop, ...ear } = listening();
    const deaf: Scripted = () => {
      setImmediate(stop);
      return new Promise(() => {});
    };
    const { turn } = await playTurn([deaf], undefined, ear);

    expect(turn.isStopped).toBe(true);
  });

  test('when tools run, then it ends without them, and nobody sees them run any more', async () => {
    const { stop, ...ear } = listening();
    const seen: string[] = [];
    const showing = { knows: () => {}, text: () => {}, tools: () => () => void seen.push('end') };
    const { turn } = await playTurn([meanwhile(() => setImmediate(stop), calls(['find_orders', {}]))], stuckTools, {
      ...ear,
      showing,
    });

    expect(turn).toMatchObject({ isStopped: true, items: [] });
    expect(seen).toEqual(['end']);
  });

  test('when it was so before it began, then the model is not asked', async () => {
    const { stop, ...ear } = listening();
    stop();
    const { turn, model } = await playTurn([says('Hello.')], undefined, ear);

    expect(turn.isStopped).toBe(true);
    expect(model.requests).toEqual([]);
  });

  test('when it was not, then nothing of the turn is lost', async () => {
    const { listening: ear } = listening();
    const { turn } = await playTurn([calls(['slow', { turns: 5 }]), says('Done.')], slowTools([]), { listening: ear });

    expect(turn).toMatchObject({ isStopped: false, reply: 'Done.' });
  });
});
