import { App } from '@slack/bolt';
import { describe, expect, test } from 'vitest';
import { Unavailable } from '../../src/domain/errors.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { fleetingClient } from '../../src/slack/client.ts';
import { takeIn } from '../../src/slack/intake.ts';
import { PROMPTS } from '../../src/slack/prompts.ts';
import { suggestPrompts } from '../../src/slack/suggest-prompts.ts';
import { alice, priya, principal } from '../fakes/approvals.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import { SELF, envelope, keepJobs, keepLog, until } from './support.ts';

const METHOD = 'assistant.threads.setSuggestedPrompts';
const opened = (over: object = {}) =>
  envelope({ type: 'app_home_opened', user: 'UALICE', channel: 'D1', tab: 'messages', event_ts: '1.2', ...over });

/** A bot whose direct messages people open, before a Slack. */
async function edge(who: Principal | 'nobody' = alice) {
  const slack = await startFakeSlack();
  const log = keepLog();
  const clock = { now: 1_700_000_000_000 };
  const asked: unknown[] = [];
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const identity = { token: 'xoxb-1', botId: 'BBOT', botUserId: 'UBOT', tokenVerificationEnabled: false };
  const app = new App({ receiver, ...identity, extendedErrorHandler: true });
  const directory = {
    resolve: async (visitor: unknown) => {
      asked.push(visitor);
      if (who === 'nobody') throw new Unavailable('crm');
      return who;
    },
  };
  const jobs = keepJobs();
  takeIn({ engine: jobs, crashPoint: () => undefined, log, self: SELF }, app);
  const client = fleetingClient({ token: 'xoxb-1', apiUrl: slack.apiUrl, log });
  suggestPrompts({ directory, client, now: () => clock.now, log }, app);
  const send = (body: Record<string, unknown>) => app.processEvent({ body, ack: async () => undefined });
  const calls = () => slack.calls(METHOD);
  const loggedTimes = (count: number) => () =>
    log.lines.filter(({ message }) => message === 'no prompts shown').length === count;
  return { send, slack, clock, asked, calls, jobs, loggedTimes };
}

describe('given somebody who opens their direct messages with the bot', () => {
  test.each<[string, Principal, keyof typeof PROMPTS]>([
    ['a customer', alice, 'customer'],
    ['a colleague', priya, 'colleague'],
    ['a guest', principal({ external: true, role: 'customer' }), 'stranger'],
    ['a member without a record', principal({ role: 'customer' }), 'stranger'],
  ])('when it is %s, then they are offered what they can begin with, without a thread', async (_, who, kind) => {
    const { send, slack, calls, jobs } = await edge(who);

    await send(opened());
    await until('they are offered something', () => calls().length > 0);

    expect(calls().map(({ args }) => args)).toEqual([{ channel_id: 'D1', prompts: PROMPTS[kind] }]);
    expect(jobs.jobs).toEqual([]);
    await slack.close();
  });

  test('when they open them again within ten minutes, then nothing is asked anew', async () => {
    const { send, slack, clock, calls, asked } = await edge();
    await send(opened());
    await until('they are offered something', () => calls().length === 1);
    clock.now += 10 * MINUTE - 1;
    await send(opened());
    clock.now += 1;
    await send(opened());
    await until('they are offered it again', () => calls().length === 2);

    expect(asked).toHaveLength(2);
    await slack.close();
  });

  test.each(['not_agent_app', 'unknown_method', 'missing_scope'])(
    'when Slack says %s, then it is never asked again',
    async (error) => {
      const { send, slack, clock, calls, loggedTimes } = await edge();
      slack.answer(METHOD, { error });
      await send(opened());
      await until('Slack has refused', loggedTimes(1));
      clock.now += 11 * MINUTE;
      await send(opened());

      expect(calls()).toHaveLength(1);
      await slack.close();
    },
  );

  test('when Slack fails otherwise, then it is asked when they come again later', async () => {
    const { send, slack, clock, calls, loggedTimes } = await edge();
    slack.answer(METHOD, { error: 'internal_error' }, {});
    await send(opened());
    await until('Slack has failed', loggedTimes(1));
    clock.now += 11 * MINUTE;
    await send(opened());
    await until('they are offered something', () => calls().length === 2);
    await slack.close();
  });

  test('when nobody knows who they are, then they are offered nothing, and nothing breaks', async () => {
    const { send, slack, calls, loggedTimes } = await edge('nobody');
    await send(opened());
    await until('that is known', loggedTimes(1));

    expect(calls()).toEqual([]);
    await slack.close();
  });

  test.each([
    ['no channel', { channel: undefined }],
    ['nobody', { user: null }],
    ['another tab', { tab: 'about' }],
  ])('when the event names %s, then nothing happens', async (_, over) => {
    const { send, slack, asked } = await edge();

    await send(opened(over));

    expect(asked).toEqual([]);
    await slack.close();
  });
});
