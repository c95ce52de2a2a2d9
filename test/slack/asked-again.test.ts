import { webApi } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { StartRefused, Unavailable } from '../../src/domain/errors.ts';
import { askedAgain } from '../../src/slack/asked-again.ts';

const said = (error: string): Error => new webApi.WebAPIPlatformError({ ok: false, error });

/** Fails in these ways, one after the other, and then answers; what was waited in between. */
async function start(...failures: readonly Error[]) {
  const left = [...failures];
  const waited: number[] = [];
  const ask = async (): Promise<string> => {
    const failure = left.shift();
    if (failure) throw failure;
    return 'hello';
  };
  const answer = await askedAgain(ask, async (milliseconds) => waited.push(milliseconds)).catch(
    (error: unknown) => error,
  );
  return { answer, waited };
}

describe('given a bot that starts', () => {
  test.each<[string, Error]>([
    ['an error of its own', said('internal_error')],
    ['a limit', said('ratelimited')],
    ['what somebody made an outage of', new Unavailable('slack', { cause: said('fatal_error') })],
  ])('when Slack answers with %s, then it is asked again', async (_, failure) => {
    expect(await start(failure, failure)).toEqual({ answer: 'hello', waited: [1_000, 2_000] });
  });

  test.each([
    [3, 3_000],
    [86_400, 10_000],
  ])(
    'when Slack wants to be asked again after %i seconds, then that is heeded within reason',
    async (seconds, pause) => {
      const { answer, waited } = await start(new webApi.WebAPIRateLimitedError(seconds));

      expect([answer, waited]).toEqual(['hello', [pause]]);
    },
  );

  test.each<[string, Error]>([
    ['the token is refused', new StartRefused('Slack refuses it')],
    ['nobody is there', new Unavailable('slack', { cause: new Error('connect ECONNREFUSED') })],
    ['the channel is unknown', said('channel_not_found')],
  ])('when %s, then it is not asked again', async (_, failure) => {
    expect(await start(failure)).toEqual({ answer: failure, waited: [] });
  });

  test('when it goes on like that, then the start ends with the last answer', async () => {
    const failures = [1, 2, 3, 4, 5].map(() => said('internal_error'));
    const { answer, waited } = await start(...failures);

    expect(answer).toBe(failures.at(-1));
    expect(waited).toEqual([1_000, 2_000, 4_000, 8_000]);
  });
});
