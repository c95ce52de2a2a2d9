import { expect, test } from 'vitest';
import { StartRefused, Unavailable } from '../../src/domain/errors.ts';
import { startFailure } from '../../src/ops/start-failure.ts';

const inUse = Object.assign(new Error('listen EADDRINUSE'), { code: 'EADDRINUSE', port: 9090 });
test.each([
  ['what a person must mend', new StartRefused('Invite the bot.'), { code: 78, message: 'Invite the bot.' }],
  [
    'Slack that does not answer',
    new Unavailable('slack'),
    { code: 1, message: expect.stringContaining('Slack does not answer. Check the network') },
  ],
  [
    'a broken database',
    new Unavailable('store', { cause: new Error('file is not a database') }),
    { code: 1, message: expect.stringContaining('(file is not a database)') },
  ],
  ['a port in use', inUse, { code: 1, message: expect.stringContaining('port 9090 is taken') }],
  [
    'anything else',
    new Error('another Deskhand is already running on ./data'),
    { code: 1, message: 'another Deskhand is already running on ./data' },
  ],
])('given %s, when the start fails, then it is told in words', (_, error, { code, message }) => {
  const failure = startFailure(error);

  expect(failure.code).toBe(code);
  expect(failure.message.replace('Deskhand cannot run: ', '')).toEqual(message);
});
