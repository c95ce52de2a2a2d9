import { afterAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import type { ScriptedRequest } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { gate, openTalk, unansweredIn, written } from './talk.ts';

const SENTENCES = [
  'Your mug has left. ',
  'It comes on Friday. ',
  'It is well packed. ',
  'It is blue. ',
  'Somebody has to be there.',
];

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function open() {
  const [more, end] = [gate(), gate()];
  const here = await openTalk((request: ScriptedRequest) => {
    const words = unansweredIn(request);
    if (words.includes('at length')) return written(SENTENCES, { goOn: more.opened, finished: end.opened });
    if (words.includes('refund') && request.items.at(-1)?.kind !== 'output')
      return call('refund_order', { order_id: 'ORD-12345', amount: '3.00', currency: null, reason: 'It broke.' });
    return say(words.includes('refund') ? 'I have asked.' : `To: ${words}`);
  });
  const finish = (): void => {
    more.open();
    end.open();
  };
  closing.push(() => {
    finish();
    return here.stop();
  });
  return { ...here, goOn: more.open, finish };
}
type Here = Awaited<ReturnType<typeof open>>;

/** Seconds for which Slack wants no more calls of a method. */
const SECONDS = 1;
const limit = ({ slack }: Here, method: string): void => slack.faults.add(method, { kind: '429', retryAfter: SECONDS });
const isLimited = ({ slack }: Here) => slack.waitForCall(({ error }) => error === 'ratelimited', 10_000);

/** In milliseconds: what a clock may be off by, and how long another call may have been on its way. */
const UNSHARP = 20;
const ON_ITS_WAY = 500;

/** From the refused call on, none of that method came before its time, in that channel if it has one. */
function respected({ slack }: Here, method: string): void {
  const calls = slack.calls(method);
  const refused = calls.filter(({ error }) => error === 'ratelimited');
  expect(refused, `${method} was limited`).toHaveLength(1);
  const early = refused.flatMap(({ at, args }) =>
    calls.filter(
      (other) =>
        other.args['channel'] === args['channel'] &&
        other.at > at + ON_ITS_WAY &&
        other.at < at + SECONDS * 1_000 - UNSHARP,
    ),
  );
  expect(early, `${method} waits`).toEqual([]);
}

describe.concurrent('given Slack wants no more calls of one method for a while', () => {
  test('when it is chat.postMessage in a channel, then each reply there comes later, once, in order, and other places are answered meanwhile', async () => {
    const here = await open();
    limit(here, 'chat.postMessage');
    const thread = await here.ask('UALICE', 'one');
    await isLimited(here);
    const beside = await here.ask('UBOB', 'beside');
    await here.reply(thread, 'two');
    const elsewhere = await here.slack.postAs('UTOM', 'D_TOM', 'elsewhere');
    await here.answer(elsewhere, 1, 'D_TOM');
    const before = [thread, beside].flatMap((place) => here.inThread('C_SUPPORT', place));
    await Promise.all([here.answer(thread, 2), here.answer(beside)]);

    expect(before).toEqual([]);
    expect(here.inThread('C_SUPPORT', thread)).toEqual(['To: one', 'To: two']);
    expect(here.inThread('C_SUPPORT', beside)).toEqual(['To: beside']);
    respected(here, 'chat.postMessage');
  });

  test.each(['chat.startStream', 'chat.appendStream', 'chat.stopStream'])(
    'when it is %s, then the long reply stands there whole and once, and another thread is answered meanwhile',
    async (method) => {
      const here = await open();
      limit(here, method);
      const thread = await here.ask('UALICE', 'tell me at length');
      await here.slack.waitForCall((made) => made.method === 'chat.startStream', 10_000);
      if (method === 'chat.appendStream') here.goOn();
      if (method === 'chat.stopStream') here.finish();
      await isLimited(here);
      const other = await here.answer(await here.ask('UBOB', 'elsewhere'));
      here.finish();
      const isThere = () => here.inThread('C_SUPPORT', thread)[0] === SENTENCES.join('');
      await until(isThere, 'the whole reply');
      await until(() => here.slack.messages('C_SUPPORT', thread)[1]?.streaming_state !== 'in_progress', 'its end');

      expect(other).toBe('To: elsewhere');
      expect(here.inThread('C_SUPPORT', thread)).toEqual([SENTENCES.join('')]);
      respected(here, method);
    },
  );

  test('when it is chat.update, then the card shows the end later, the customer reads it at once, and it was done once', async () => {
    const here = await open();
    const thread = await here.ask('UALICE', 'refund three dollars');
    const card = await here.card('Refund $3.00');
    limit(here, 'chat.update');
    await here.press('UPRIYA', card.ts);
    await here.answer(thread, 2);
    await here.cardShows(card.ts, '✓ Refunded $3.00');

    expect(here.slack.messages('C_APPROVALS')).toHaveLength(1);
    expect(await here.refunds()).toHaveLength(1);
    respected(here, 'chat.update');
  });

  test('when it is the status line or the session, then nobody waits for either', async () => {
    const here = await open();
    limit(here, 'assistant.threads.setStatus');
    limit(here, 'agents.sessions.setStatus');
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'please refund three dollars');
    await here.slack.waitForCall((made) => made.method === 'agents.sessions.setStatus' && !made.ok, 10_000);
    const told = await here.answer(thread, 1, 'D_ALICE');
    await here.answer(await here.ask('UBOB', 'and here?'));

    expect(told).toBe('I have asked.');
    respected(here, 'assistant.threads.setStatus');
    respected(here, 'agents.sessions.setStatus');
  });

  test('when it is users.info, then the person waits a moment and is answered, and another is answered at once', async () => {
    const here = await open();
    await here.answer(await here.ask('UTOM', 'known already'));
    limit(here, 'users.info');
    const thread = await here.ask('UALICE', 'refund three dollars');
    await here.slack.waitForCall((made) => made.method === 'users.info' && !made.ok);
    const other = await here.answer(await here.ask('UTOM', 'elsewhere'));
    const meanwhile = here.inThread('C_SUPPORT', thread);
    const told = await here.answer(thread);

    expect(other).toBe('To: elsewhere');
    expect(meanwhile).toEqual([]);
    expect(told).toBe('I have asked.');
    respected(here, 'users.info');
  });

  test('when it is where lost answers are looked up, then the reply and its card stand there once', async () => {
    const here = await open();
    here.slack.faults.add('chat.postMessage', { kind: 'commit-then-drop', times: 2 });
    limit(here, 'conversations.replies');
    limit(here, 'conversations.history');
    const thread = await here.ask('UALICE', 'refund three dollars');
    await here.answer(thread);
    await here.reply(thread, 'anything else?');
    const other = await here.answer(await here.ask('UBOB', 'elsewhere'));
    await here.answer(thread, 2);
    const card = await here.card('Refund $3.00');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $3.00');

    expect(other).toBe('To: elsewhere');
    expect(here.inThread('C_SUPPORT', thread).slice(0, 2)).toEqual(['I have asked.', 'To: anything else?']);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(1);
    respected(here, 'conversations.replies');
    respected(here, 'conversations.history');
  });

  test('when it is chat.delete, then what was shown of a reply that nobody needs is taken away later', async () => {
    const here = await open();
    limit(here, 'chat.delete');
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'tell me at length');
    await here.slack.waitForCall(({ method, ok }) => method === 'chat.startStream' && ok, 10_000);
    here.slack.deleteMessage('UALICE', 'D_ALICE', thread);
    await until(() => here.inThread('D_ALICE', thread).length === 0, 'it to be gone');
    here.finish();

    respected(here, 'chat.delete');
  });

  test('when it is views.open, then the colleague is told to press once more, and that works', async () => {
    const here = await open();
    await here.ask('UALICE', 'refund three dollars');
    const card = await here.card('Refund $3.00');
    limit(here, 'views.open');
    await here.pressNamed('UPRIYA', card.ts, 'Reject');
    const told = await here.slack.waitForEphemeral('UPRIYA', () => true, 10_000);
    await until(
      () => Date.now() > (here.slack.calls('views.open').at(-1)?.at ?? 0) + SECONDS * 1_000 + ON_ITS_WAY,
      'its end',
    );
    await here.reject('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'Rejected by');

    expect(readable(told)).toMatch(/once more|again/);
    respected(here, 'views.open');
  });
});
