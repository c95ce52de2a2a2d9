import { afterAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import type { Script } from '../fakes/openai.ts';
import { until } from '../stage/until.ts';
import { gate, openTalk, unansweredIn, written } from './talk.ts';

type Options = Parameters<typeof openTalk>[1];
type Here = Awaited<ReturnType<typeof open>>;

const closing: (() => Promise<void>)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

async function open(script: Script, options: Options = {}) {
  const here = await openTalk(script, options);
  closing.push(here.stop);
  return here;
}

const SENTENCES = [
  'Your mug has left. ',
  'It comes on Friday. ',
  'It is well packed. ',
  'It is blue. ',
  'Somebody has to be there.',
];
const WHOLE = SENTENCES.join('');

const ours = (here: Here, thread: string, channel = 'C_SUPPORT') =>
  here.slack.messages(channel, thread).filter(({ user }) => user === 'UBOT');
/** Resolves when people see this, although it is not all. */
const beginning = (here: Here, thread: string, part: string, channel = 'C_SUPPORT') =>
  until(
    () =>
      ours(here, thread, channel).some((said) => said.streaming_state === 'in_progress' && said.text.includes(part)),
    `the beginning “${part}”`,
  );
const isWhole = (here: Here, thread: string, words: string, channel = 'C_SUPPORT') =>
  until(
    () => ours(here, thread, channel).some((said) => said.streaming_state !== 'in_progress' && said.text === words),
    `the whole “${words}”`,
  );
/** What the bot said of its reply, by method. */
const saying = (here: Here): string[] =>
  here.slack.calls().flatMap(({ method }) => (method.startsWith('chat.') ? method : []));

describe.concurrent('given a reply that takes longer than a second to write', () => {
  test.each(['responses', 'chat'])(
    'when the model speaks %s, then people watch it being written, and in the end it stands there once',
    async (api) => {
      const finished = gate();
      const here = await open(() => written(SENTENCES, { finished: finished.opened }), {
        settings: { OPENAI_API: api },
      });
      const thread = await here.ask('UALICE', 'where is it?');
      await beginning(here, thread, 'Your mug has left.');
      finished.open();
      await isWhole(here, thread, WHOLE);

      expect(ours(here, thread)).toHaveLength(1);
      expect(saying(here).filter((method) => method !== 'chat.appendStream')).toEqual([
        'chat.startStream',
        'chat.stopStream',
      ]);
    },
  );

  test('when it writes before it looks something up, then the end is what was saved and nothing of the rest stays', async () => {
    const finished = gate();
    const step = call('search_articles', { query: 'delivery' }, WHOLE);
    const here = await open((request) =>
      request.items.at(-1)?.kind === 'output'
        ? say('It was here on Monday.')
        : written(SENTENCES, { finished: finished.opened, step }),
    );
    const thread = await here.ask('UALICE', 'where is it?');
    await beginning(here, thread, 'Your mug has left.');
    finished.open();
    await isWhole(here, thread, 'It was here on Monday.');

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['It was here on Monday.']);
  });

  test('when more is written meanwhile, then the answer to all of it takes the place of what was shown', async () => {
    const finished = gate();
    const here = await open((request) =>
      unansweredIn(request).includes('and the bowl?')
        ? say('Both come on Friday.')
        : written(SENTENCES, { finished: finished.opened }),
    );
    const thread = await here.ask('UALICE', 'where is it?');
    await beginning(here, thread, 'Your mug has left.');
    await here.reply(thread, 'and the bowl?');
    await here.heard();
    finished.open();
    await isWhole(here, thread, 'Both come on Friday.');

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['Both come on Friday.']);
  });

  test('when Slack breaks the stream off, then the whole reply takes its place', async () => {
    const finished = gate();
    const here = await open(() => written(SENTENCES, { finished: finished.opened }));
    const thread = await here.ask('UALICE', 'where is it?');
    await beginning(here, thread, 'Your mug has left.');
    here.slack.expireStreams();
    finished.open();
    await isWhole(here, thread, WHOLE);

    expect(here.inThread('C_SUPPORT', thread)).toEqual([WHOLE]);
  });

  test('when Slack does not do that here, then it is posted as one message, and Slack is not asked for it again', async () => {
    const finished = gate();
    const here = await open(() => written(SENTENCES, { finished: finished.opened }), {
      slack: { streamRefusal: 'feature_not_enabled' },
    });
    const first = await here.ask('UALICE', 'where is it?');
    await here.slack.waitForCall(({ method }) => method === 'chat.startStream', 10_000);
    finished.open();
    await isWhole(here, first, WHOLE);
    const second = await here.ask('UBOB', 'where is it?');
    await isWhole(here, second, WHOLE);

    expect([first, second].map((thread) => here.inThread('C_SUPPORT', thread))).toEqual([[WHOLE], [WHOLE]]);
    expect(saying(here)).toEqual(['chat.startStream', 'chat.postMessage', 'chat.postMessage']);
  });

  test('when the message that asked is deleted meanwhile, then what was shown is taken away', async () => {
    const finished = gate();
    const here = await open(() => written(SENTENCES, { finished: finished.opened }));
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'where is it?');
    await beginning(here, thread, 'Your mug has left.', 'D_ALICE');
    here.slack.deleteMessage('UALICE', 'D_ALICE', thread);
    await until(() => ours(here, thread, 'D_ALICE').length === 0, 'it to be gone');
    finished.open();

    expect(here.slack.messages('D_ALICE', thread).map(({ subtype }) => subtype)).toEqual(['tombstone']);
  });

  test('when the bot is restarted meanwhile, then it finishes first, and the reply stands there once', async () => {
    const finished = gate();
    const here = await open(() => written(SENTENCES, { finished: finished.opened }));
    const thread = await here.ask('UALICE', 'where is it?');
    await beginning(here, thread, 'Your mug has left.');
    const back = here.restart();
    finished.open();
    await back;
    await isWhole(here, thread, WHOLE);
    await here.answer(await here.ask('UBOB', 'hello?'));

    expect(here.inThread('C_SUPPORT', thread)).toEqual([WHOLE]);
  });
});
