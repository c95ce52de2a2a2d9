import { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import type { CommandAnswer, SlashCommand } from '../../src/ports/commands.ts';
import { linker } from '../../src/slack/explain.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { answerErrors } from '../../src/slack/on-error.ts';
import { listenForCommands } from '../../src/slack/on-command.ts';
import { SELF, keepJobs, keepLog, typed } from './support.ts';

const HELP: CommandAnswer = { kind: 'help', staff: true, admin: false };
const RESUMED: CommandAnswer = { kind: 'resumed', others: [] };

/** The commands' side of the edge before a desk: what happened in order, what was asked, acknowledged and said later. */
function edge(answer: (acknowledged: Promise<void>) => Promise<CommandAnswer>, { reaches = true } = {}) {
  const acknowledged = Promise.withResolvers<void>();
  const order: string[] = [];
  const asked: SlashCommand[] = [];
  const acked: unknown[] = [];
  const later: unknown[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const messenger = { whisper: async (to: object, words: string) => void later.push({ to, words }) };
  const commands = {
    answer: async (command: SlashCommand) => {
      order.push('desk');
      asked.push(command);
      return answer(acknowledged.promise);
    },
  };
  const respond = async (address: string | undefined, content: object) => {
    later.push({ address, content });
    return reaches;
  };
  const linkTo = linker('https://acme.slack.com/');
  takeIn({ engine: keepJobs(), log, self: SELF, crashPoint: () => undefined }, app);
  listenForCommands({ commands, messenger, respond, linkTo, log, self: { appId: 'A1' }, patience: 20 }, app);
  answerErrors({ log, messenger }, app);
  const type = async (body: Record<string, unknown>): Promise<void> => {
    const ack = async (payload?: unknown): Promise<void> => {
      order.push('ack');
      acked.push(payload);
      acknowledged.resolve();
    };
    await app.processEvent({ body, ack });
  };
  return { type, order, asked, acked, later, log };
}

/** Takes longer than the edge waits. */
const slowly =
  (answer: CommandAnswer) =>
  async (acknowledged: Promise<void>): Promise<CommandAnswer> => {
    await acknowledged;
    return answer;
  };

describe('given /support', () => {
  test('when somebody types it, then the desk is asked, and its answer comes with the acknowledgement, for them alone', async () => {
    const { type, order, asked, acked, later } = edge(async () => RESUMED);

    await type(typed('resume &amp; go'));

    expect(order).toEqual(['desk', 'ack']);
    expect(asked).toEqual([{ team: 'T1', user: 'ULEA', channel: 'C1', text: 'resume & go', id: 'T1:ULEA:1.2.abc' }]);
    expect(acked).toEqual([
      {
        response_type: 'ephemeral',
        text: expect.stringContaining('Executions go on'),
        blocks: [expect.objectContaining({ type: 'section' })],
      },
    ]);
    expect(later).toEqual([]);
  });

  test.each([
    ['without a text', { text: undefined }],
    ['without a text but with null', { text: null }],
    ['without an app id', { api_app_id: undefined }],
    ['without a response url', { response_url: undefined }],
  ])('when it comes %s, then it is served', async (_, over) => {
    const { type, asked, acked } = edge(async () => HELP);

    await type(typed('', over));

    expect(asked).toMatchObject([{ user: 'ULEA', text: '' }]);
    expect(acked).toMatchObject([{ response_type: 'ephemeral' }]);
  });

  test('when two commands come without a trigger, then they are two', async () => {
    const { type, asked } = edge(async () => HELP);

    await type(typed('', { trigger_id: null }));
    await type(typed('', { trigger_id: null }));

    expect(new Set(asked.map(({ id }) => id)).size).toBe(2);
  });

  test('when the desk takes too long, then Slack hears in time, and the answer follows at the address of the command', async () => {
    const { type, order, acked, later } = edge(slowly(RESUMED));

    await type(typed('resume'));

    expect(order).toEqual(['desk', 'ack']);
    expect(acked).toEqual([undefined]);
    expect(later).toEqual([
      {
        address: 'https://hooks.slack.com/commands/secret',
        content: { text: expect.stringContaining('Executions go on'), blocks: [expect.anything()] },
      },
    ]);
  });

  test('when that address does not answer, then the person is told where they typed it', async () => {
    const { type, later } = edge(slowly(RESUMED), { reaches: false });

    await type(typed('resume'));

    expect(later[1]).toEqual({
      to: { channel: 'C1', user: 'ULEA' },
      words: expect.stringContaining('Executions go on'),
    });
  });

  test.each([
    ['the store', new Unavailable('store'), 'Storage problem, nothing was done. Please try again in a moment.'],
    ['the company', new Unavailable('crm'), expect.stringContaining('is not answering')],
    ['the desk', new Error('row 7 of alice@example.com'), expect.stringContaining('Something went wrong on my side')],
  ])('when %s fails, then the person is told so without its words', async (_, failure, words) => {
    const { type, acked } = edge(() => Promise.reject(failure));

    await type(typed('ticket TKT_001'));

    expect(acked).toMatchObject([{ response_type: 'ephemeral', text: words }]);
    expect(JSON.stringify(acked)).not.toContain('alice');
  });

  test('when it fails later than Slack waits, then the person is told nevertheless', async () => {
    const { type, later } = edge(async (acknowledged) => {
      await acknowledged;
      throw new Unavailable('store');
    });

    await type(typed('pause executions'));

    expect(later).toMatchObject([{ content: { text: expect.stringContaining('Storage problem, nothing was done') } }]);
  });
});

describe('given a command that is none of ours', () => {
  test('when it was typed in another app, then nobody is asked, and the log has a line', async () => {
    const { type, asked, acked, log } = edge(async () => HELP);

    await type(typed('pause executions', { api_app_id: 'A9' }));

    expect([asked, acked]).toEqual([[], [undefined]]);
    expect(log.lines).toEqual([
      { level: 'warn', fields: { reason: 'other-app' }, message: 'a command was typed that is none of ours; dropped' },
    ]);
  });

  test.each([
    ['has another name', { command: '/refund' }],
    ['has our name in capitals', { command: '/SUPPORT' }],
    ['has no user', { user_id: undefined }],
    ['has a user that is a list', { user_id: ['ULEA', 'UADMIN'] }],
    ['has no workspace', { team_id: '' }],
    ['has an endless user', { user_id: 'U'.repeat(1_000) }],
  ])('when it %s, then it is acknowledged and dropped', async (_, over) => {
    const { type, asked, acked, log } = edge(async () => HELP);

    await type(typed('pause executions', over));

    expect([asked, acked]).toEqual([[], [undefined]]);
    expect(log.lines).toMatchObject([{ level: 'warn', message: 'interaction dropped' }]);
  });
});
