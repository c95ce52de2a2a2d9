import { EventEmitter } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ending, onSignals } from '../../src/ops/ending.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('given something that runs', () => {
  test('when its end is wished for twice, then it is stopped once and the first code counts', async () => {
    const happened: unknown[] = [];
    const stop = async (): Promise<void> => void happened.push('stopped');
    const end = ending({ stop, exit: (code) => happened.push(code), patience: 10_000 });

    end(78);
    end(0);
    await settled();

    expect(happened).toEqual(['stopped', 78]);
  });

  test('when it cannot be stopped, then the code is 1', async () => {
    const codes: number[] = [];
    const end = ending({
      stop: () => Promise.reject(new Error('no')),
      exit: (code) => codes.push(code),
      patience: 10_000,
    });

    end(0);
    await settled();

    expect(codes).toEqual([1]);
  });

  test('when stopping takes too long, then it is cut off', async () => {
    const code = new Promise((exit) => ending({ stop: () => new Promise(() => undefined), exit, patience: 1 })(0));

    expect(await code).toBe(1);
  });
});

describe('given a process that ends on signals', () => {
  test.each([
    ['Ctrl-C arrives from the terminal and from npm', ['SIGINT', 'SIGINT'], 5, ['end 0']],
    ['Ctrl-C is pressed again later', ['SIGINT', 'SIGINT'], 900, ['end 0', 'exit 1']],
    ['SIGTERM comes twice', ['SIGTERM', 'SIGTERM'], 5, ['end 0', 'exit 1']],
  ])('when %s, then that is what happens', (_, signals, apart, expected) => {
    const source = new EventEmitter();
    const happened: string[] = [];
    let clock = 0;
    onSignals(source, {
      end: (code) => happened.push(`end ${code}`),
      exit: (code) => happened.push(`exit ${code}`),
      now: () => clock,
    });

    for (const signal of signals) {
      source.emit(signal, signal);
      clock += apart;
    }

    expect(happened).toEqual(expected);
  });
});
