import { expect, test } from 'vitest';
import { boltLogger } from '../../src/slack/bolt-logger.ts';
import { keepLog } from './support.ts';

test('given what Slack’s packages log, when it is kept, then payloads and secrets are not', () => {
  const log = keepLog();
  const logger = boltLogger(log);

  logger.debug('Received a message on the WebSocket: {"text":"my card number"}');
  logger.warn('http request failed', 'token xoxb-12-ab and xapp-1-A at wss://x/?ticket=abc&y=1');
  logger.error(new Error('broken'), { body: 'private' });
  logger.info('x'.repeat(1_000));

  expect(log.lines).toEqual([
    {
      level: 'warn',
      fields: { source: 'slack-sdk' },
      message: 'http request failed token [secret] and [secret] at wss://x/?[secret]&y=1',
    },
    { level: 'error', fields: { source: 'slack-sdk' }, message: 'broken ' },
    { level: 'info', fields: { source: 'slack-sdk' }, message: 'x'.repeat(300) },
  ]);
});
