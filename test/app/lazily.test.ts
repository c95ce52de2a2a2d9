import { describe, expect, test } from 'vitest';
import { lazily } from '../../src/app/lazily.ts';

describe('given something that is made when it is needed', () => {
  test('when nobody asks for it, then it is not made', () => {
    const made: string[] = [];

    lazily(async () => made.push('thing'));

    expect(made).toEqual([]);
  });

  test('when several ask for it at once, then it is made once', async () => {
    const made: string[] = [];
    const thing = lazily(async () => made.push('thing'));

    await Promise.all([thing(), thing()]);
    await thing();

    expect(made).toEqual(['thing']);
  });

  test('when it could not be made, then whoever asks next tries again', async () => {
    const tries: string[] = [];
    const thing = lazily(async () => {
      tries.push('try');
      if (tries.length === 1) throw new Error('too many open files');
      return 'thing';
    });

    await expect(thing()).rejects.toThrow('too many open files');

    expect(await thing()).toBe('thing');
  });
});
