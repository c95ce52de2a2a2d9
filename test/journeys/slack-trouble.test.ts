import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { openScripted, scenes } from './support.ts';

const paragraphs = (length: number) =>
  Array.from({ length }, (_, index) => `Paragraph ${index} ${'word '.repeat(40).trim()}.`).join('\n\n');
const LONG = paragraphs(53);

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted(
    scenes({
      refund: [
        () => call('refund_order', { order_id: 'ORD-12345', amount: '48.00', currency: null, reason: 'It broke.' }),
        () => say('Asked.'),
      ],
      long: [() => say(LONG)],
      'one word': [() => say('x'.repeat(9_000))],
      endless: [() => say(paragraphs(300))],
      hello: [() => say('Hello!')],
    }),
  );
});
afterAll(() => here.stop());
afterEach(() => here.slack.faults.clear());

const answersTo = async (words: string, count = 1) => {
  const thread = await here.ask('UALICE', words);
  await here.answer(thread, count);
  return here.inThread('C_SUPPORT', thread);
};

describe('given a Slack that does not always take a message', () => {
  test('when posts are slowed down, cut before or after, or answered with an error, then every answer is there exactly once', async () => {
    here.slack.faults.add('chat.postMessage', { kind: '429', retryAfter: 1 });
    here.slack.faults.add('chat.postMessage', { kind: 'commit-then-drop' });
    here.slack.faults.add('chat.postMessage', { kind: 'drop-before' });
    here.slack.faults.add('chat.postMessage', { kind: 'status', status: 500 });
    here.slack.faults.add('chat.postMessage', { kind: 'error', error: 'internal_error' });
    const threads = await Promise.all([1, 2, 3, 4, 5].map(() => here.ask('UALICE', 'hello')));
    await Promise.all(threads.map((thread) => here.answer(thread)));
    for (const thread of threads) {
      await here.slack.postAs('UALICE', 'C_SUPPORT', 'hello again', { threadTs: thread });
      await here.answer(thread, 2);
    }

    expect(threads.map((thread) => here.inThread('C_SUPPORT', thread))).toEqual(
      threads.map(() => ['Hello!', 'Hello!']),
    );
  });

  test('when the answers to both a reply and its card are lost, then there is one of each, and a press at once is heard', async () => {
    here.slack.faults.add('chat.postMessage', { kind: 'commit-then-drop', times: 2 });
    const thread = await here.ask('UALICE', 'refund');
    const card = await here.card('Refund $48.00');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $48.00');
    await here.answer(thread, 2);

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['Asked.', expect.stringMatching(/^Done/)]);
    expect(here.slack.messages('C_APPROVALS')).toHaveLength(1);
    expect(await here.refunds()).toHaveLength(1);
  });

  test('when a card cannot be redrawn at first, then it shows its final state in the end', async () => {
    here.slack.faults.add('chat.update', { kind: 'status', status: 503, times: 3 });
    await here.ask('UALICE', 'refund');
    const card = await here.card('needs a decision by');
    await here.reject('UPRIYA', card.ts);

    expect(readable(await here.cardShows(card.ts, 'Rejected by'))).toContain('Nothing was done');
  });

  test('when no status can be shown, then the answer comes all the same', async () => {
    here.slack.faults.add('assistant.threads.setStatus', { kind: 'error', error: 'not_allowed_token_type', times: 3 });

    expect(await answersTo('hello')).toEqual(['Hello!']);
  });
});

describe('given a long answer', () => {
  test('when it is said, then it comes whole and in order, in messages that Slack does not cut', async () => {
    const said = await answersTo('long', 4);

    expect(said.join('\n').match(/Paragraph \d+/g)).toEqual(LONG.match(/Paragraph \d+/g));
    for (const text of said) expect(text.length).toBeLessThanOrEqual(4_000);
  });

  test('when it has no place to be cut at, then nothing of it is lost', async () => {
    const said = await answersTo('one word', 3);

    expect(said.join('')).toBe('x'.repeat(9_000));
  });

  test('when it has no end, then its beginning is said in a few messages, and that it was shortened', async () => {
    const said = await answersTo('endless', 4);

    expect(said.join('\n').match(/Paragraph \d+/g)).toEqual(LONG.match(/Paragraph \d+/g));
    expect(said.at(-1)).toMatch(/\bword\.\n+My answer got too long, so I've shortened it here; .+$/);
  });
});
