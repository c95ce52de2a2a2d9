import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Approval } from '../../src/domain/approval.ts';
import { ApprovalId, ChannelId, MessageTs, OutgoingId, TeamId, conversationOf } from '../../src/domain/ids.ts';
import type { ConversationId } from '../../src/domain/ids.ts';
import type { Message } from '../../src/ports/messenger.ts';
import { slackMessenger } from '../../src/slack/messenger.ts';
import type { SlackMessenger } from '../../src/slack/messenger.ts';
import { rateGate } from '../../src/slack/rate-gate.ts';
import { executing, pending, prepared } from '../fakes/approvals.ts';
import { startFakeSlack } from '../fakes/slack-server.ts';
import type { Answer, FakeSlack } from '../fakes/slack-server.ts';
import { CARDS, handClock, keepLog, until } from './support.ts';

const at = (channel: string): ConversationId =>
  conversationOf({
    team: TeamId.parse('T1'),
    channel: ChannelId.parse(channel),
    ts: MessageTs.parse('1700000000.000100'),
  });
const CONVERSATION = at('C1');
const DIRECT = at('D1');
const METHOD = 'agents.sessions.setStatus';
const REF = { channel: CARDS, ts: MessageTs.parse('1700000000.000900') };
const OTHER = ApprovalId.parse('apr_000000000002');

const card = (...rows: Approval[]): Message => ({ kind: 'card', rows });
const reply = (conversation: ConversationId): Message => ({ kind: 'reply', conversation, markdown: 'Hi.', links: [] });

let slack: FakeSlack;
let clock: ReturnType<typeof handClock>;
let messenger: SlackMessenger;

beforeEach(async () => {
  slack = await startFakeSlack();
  clock = handClock();
  messenger = slackMessenger({
    token: 'xoxb-1',
    apiUrl: slack.apiUrl,
    approvalsChannel: CARDS,
    botUserId: 'UBOT',
    workspaceUrl: 'https://acme.slack.com/',
    allowedHosts: [],
    leads: [],
    log: keepLog(),
    now: clock.now,
    wake: clock.wake,
    gate: rateGate(clock.now),
  });
});
afterEach(() => slack.close());

const told = () => slack.calls(METHOD).map(({ args }) => `${String(args['channel_id'])} ${String(args['status'])}`);
const draw = (message: Message) => messenger.update(REF, message);
const post = (message: Message) => messenger.post(OutgoingId.parse('out_1'), message);
const heard = (count: number) => until(`Slack was told ${count} times`, () => told().length >= count);
/** Slack has heard everything that was on its way. */
async function settled(): Promise<void> {
  await messenger.setStatus(CONVERSATION, '');
  await messenger.setStatus(CONVERSATION, '');
}
const waiting = () => pending({ conversation: CONVERSATION });
const decided = () => executing({ conversation: CONVERSATION });

describe('given a request', () => {
  test('when its card is posted and redrawn, then its thread waits, said once, and goes on once it is decided', async () => {
    await post(card(waiting()));
    await heard(1);
    await draw(card(waiting()));
    await draw(card(decided()));
    await heard(2);
    await draw(card(decided()));
    await settled();

    expect(told()).toEqual(['C1 suspended', 'C1 active']);
    expect(slack.calls(METHOD)[0]?.args).toEqual({
      channel_id: 'C1',
      thread_ts: '1700000000.000100',
      status: 'suspended',
    });
  });

  test('when two wait, then their thread waits until both are decided', async () => {
    await post(card(waiting()));
    await post({ kind: 'confirmation', approval: prepared({ id: OTHER, conversation: CONVERSATION }) });
    await draw(card(decided()));
    await settled();
    expect(told()).toEqual(['C1 suspended']);
    await draw({ kind: 'confirmation', approval: executing({ id: OTHER, conversation: CONVERSATION }) });
    await heard(2);

    expect(told()).toEqual(['C1 suspended', 'C1 active']);
  });

  test('when an earlier process had said that its thread waits, then its end is said all the same', async () => {
    await draw(card(decided()));
    await heard(1);

    expect(told()).toEqual(['C1 active']);
  });

  test('when it is decided while Slack is being told, then Slack is told that as well', async () => {
    const release = slack.hold(METHOD);
    await post(card(waiting()));
    await draw(card(decided()));
    release();
    await heard(2);

    expect(told()).toEqual(['C1 suspended', 'C1 active']);
  });
});

describe('given a turn in direct messages', () => {
  test('when it is over within a second, then nothing is said', async () => {
    await messenger.setStatus(DIRECT, 'is looking into it…');
    clock.pass(999);
    await post(reply(DIRECT));
    clock.pass(5_000);
    await settled();

    expect(told()).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['its reply is posted', () => post(reply(DIRECT))],
    ['its reply takes the place of a draft', () => draw(reply(DIRECT))],
    ['its status is cleared', () => messenger.setStatus(DIRECT, '')],
  ])('when it takes longer, then people can stop it until %s', async (_, end) => {
    await messenger.setStatus(DIRECT, 'is looking into it…');
    await messenger.setStatus(DIRECT, 'is looking up ORD-12345…');
    clock.pass(1_000);
    await heard(1);
    await end();
    await heard(2);

    expect(told()).toEqual(['D1 processing', 'D1 active']);
  });

  test('when it ends with a request, then it waits afterwards', async () => {
    await messenger.setStatus(DIRECT, 'is looking into it…');
    clock.pass(1_000);
    await heard(1);
    await post({ kind: 'confirmation', approval: prepared({ conversation: DIRECT }) });
    await post(reply(DIRECT));
    await heard(2);

    expect(told()).toEqual(['D1 processing', 'D1 suspended']);
  });
});

describe('given a turn in a channel', () => {
  test('when it takes long, then nobody is offered to stop it', async () => {
    await messenger.setStatus(CONVERSATION, 'is looking into it…');
    clock.pass(5_000);
    await settled();

    expect(told()).toEqual([]);
  });
});

describe('given that Slack does not take it', () => {
  const refusing = async (answer: Answer): Promise<void> => {
    slack.answer(METHOD, answer);
    await post(card(waiting()));
    await heard(1);
    await settled();
    slack.answer(METHOD);
  };

  test.each(['unknown_method', 'feature_disabled', 'not_agent_app', 'not_authorized', 'missing_scope'])(
    'when it says %s, then it is told nothing any more',
    async (error) => {
      await refusing({ error });
      clock.pass(60_000);
      await draw(card(decided()));
      await post({ kind: 'confirmation', approval: prepared({ id: OTHER, conversation: DIRECT }) });
      await settled();

      expect(told()).toEqual(['C1 suspended']);
    },
  );

  test('when it does not know the channel, then it is told of others', async () => {
    await refusing({ error: 'channel_not_found' });
    await draw(card(decided()));
    await post({ kind: 'confirmation', approval: prepared({ id: OTHER, conversation: DIRECT }) });
    await heard(2);

    expect(told()).toEqual(['C1 suspended', 'D1 suspended']);
  });

  test('when there were too many calls, then it is told what holds after the wait', async () => {
    await refusing({ status: 429, headers: { 'retry-after': '7' } });
    await draw(card(decided()));
    await until('it waits', () => clock.timers() === 1);
    expect(told()).toEqual(['C1 suspended']);
    clock.pass(7_000);
    await heard(2);

    expect(told()).toEqual(['C1 suspended', 'C1 active']);
  });

  test('when the answer never comes, then it is told a few times more and no message waits for it', async () => {
    slack.answer(METHOD, 'hang-up');
    await post(card(waiting()));
    for (const count of [1, 2, 3]) {
      await heard(count);
      await until('it waits', () => clock.timers() === 1);
      clock.pass(5_000);
    }
    await heard(4);
    await settled();
    clock.pass(60_000);
    await settled();

    expect(told()).toHaveLength(4);
  });
});
