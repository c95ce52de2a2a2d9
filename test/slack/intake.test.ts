import { App } from '@slack/bolt';
import type { ReceiverEvent } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { takeIn } from '../../src/slack/intake.ts';
import type { Taken } from '../../src/slack/intake.ts';
import { SELF, envelope, keepJobs, keepLog, malformed, mention, message, press } from './support.ts';

/** A Bolt app with the intake, and everything that happened to one event in order. */
function intake(engine: Pick<ReturnType<typeof keepJobs>, 'enqueue'>) {
  const said: string[] = [];
  const taken: Taken[] = [];
  const log = keepLog();
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const app = new App({ receiver, token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false });
  app.event('app_mention', async () => void said.push('listener'));
  takeIn(
    {
      engine,
      log,
      self: SELF,
      crashPoint: (name) => void said.push(name),
      onEvent: (result) => void taken.push(result),
    },
    app,
  );
  const process = (body: ReceiverEvent['body']) => app.processEvent({ body, ack: async () => void said.push('ack') });
  return { process, said, taken, log };
}

describe('given the intake', () => {
  test('when a mention arrives, then it is saved before it is acknowledged, and no listener runs', async () => {
    const { process, said } = intake({ enqueue: async () => (said.push('saved'), true) });

    await process(envelope(mention()));

    expect(said).toEqual(['intake:before-enqueue', 'saved', 'intake:after-enqueue', 'ack']);
  });

  test('when it cannot be saved, then it is not acknowledged, so that Slack sends it again', async () => {
    const full = new Error('disk full');
    const { process, said } = intake({ enqueue: () => Promise.reject(full) });

    await expect(process(envelope(mention()))).rejects.toBe(full);

    expect(said).toEqual(['intake:before-enqueue']);
  });

  test('when both events of a mention and a retry arrive, then there is one job and every one is acknowledged', async () => {
    const { enqueue, jobs } = keepJobs();
    const { process, said, taken } = intake({ enqueue });

    await process(envelope(message(), { event_id: 'Ev2' }));
    await process(envelope(mention(), { event_id: 'Ev1' }));
    await process(envelope(message(), { event_id: 'Ev2' }));

    expect(jobs.map((job) => job.id)).toEqual(['msg:T1:C1:1700000000.000100']);
    expect(said.filter((word) => word === 'ack')).toHaveLength(3);
    expect(taken.map((result) => result.kind)).toEqual(['new', 'seen', 'seen']);
  });

  test.each([
    ['is not for the bot', envelope(message({ text: 'lunch?' })), 'not-addressed'],
    ['is of another type', envelope({ type: 'function_executed' }), 'unserved-event'],
    ['is a rate limit notice', { type: 'app_rate_limited', team_id: 'T1' }, 'not-an-event'],
    ['has lost its inner event', { type: 'event_callback', team_id: 'T1' }, 'not-an-event'],
  ])('when an event %s, then it is acknowledged, and the reason is logged', async (_, body, reason) => {
    const { process, said, log } = intake(keepJobs());

    await process(body);

    expect(said).toEqual(['ack']);
    expect(log.lines).toEqual([{ level: 'debug', fields: { reason }, message: 'event ignored' }]);
  });

  test.each(malformed)(
    'when %s comes, then it is acknowledged and dropped, and the reason is logged',
    async (_, body) => {
      const { process, said, log } = intake(keepJobs());

      await process({ ...body });

      expect(said).toEqual(['ack']);
      expect(log.lines).toEqual([
        {
          level: 'warn',
          fields: {
            reason: expect.stringMatching(
              /^(user|actions|channel|view|team_id|text|message|callback_id|interactions|slash commands)/,
            ),
          },
          message: 'interaction dropped',
        },
      ]);
    },
  );

  test('when an interaction can be routed, then Bolt has it', async () => {
    const { process, log } = intake(keepJobs());

    await process(press({ team: null, actions: [{ action_id: 'approve_request' }] }));

    expect(log.lines).toEqual([]);
  });
});
