import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { until } from '../stage/until.ts';
import { openScripted, spoil } from './support.ts';

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted((request) => {
    const said = request.items.flatMap((item) => (item.kind === 'message' && item.role === 'user' ? [item.text] : []));
    const words = said.at(-1) ?? '';
    const answered = request.items.at(-1)?.kind === 'output';
    if (words.includes('slowly') && !answered) return call('search_articles', { query: 'slowly' });
    return say(`${said.length}: ${words.split('\n').at(-2)?.slice(-200)}`);
  });
});
afterAll(() => here.stop());

const reply = (thread: string, text: string, user = 'UALICE', channel = 'C_SUPPORT') =>
  here.slack.postAs(user, channel, text, { threadTs: thread });
const spokenTo = (text: string) => here.model.requests.some(({ items }) => JSON.stringify(items).includes(text));

describe('given a thread that the bot knows', () => {
  test('when somebody replies without a mention, then the conversation goes on', async () => {
    const thread = await here.ask('UALICE', 'one');
    await here.answer(thread);
    await reply(thread, 'two');

    expect(await here.answer(thread, 2)).toBe('2: two');
  });

  test('when somebody mentions it in a reply, then it is answered once', async () => {
    const thread = await here.ask('UALICE', 'uno');
    await here.answer(thread);
    await reply(thread, '<@UBOT> due');
    await here.answer(thread, 2);
    await reply(thread, 'tre');
    await here.answer(thread, 3);

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['1: uno', '2: due', '3: tre']);
  });

  test('when a message is changed or taken back, then nothing is said to that', async () => {
    const thread = await here.ask('UALICE', 'before the change');
    await here.answer(thread);
    const second = await reply(thread, 'second');
    await here.answer(thread, 2);
    here.slack.rewrite('UALICE', 'C_SUPPORT', second, 'edited words');
    here.slack.rewrite('UALICE', 'C_SUPPORT', second, '');
    await reply(thread, 'last');
    await here.answer(thread, 3);

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['1: before the change', '2: second', '4: last']);
    expect(spokenTo('edited words')).toBe(false);
  });
});

describe('given a thread that the bot does not know', () => {
  test('when people talk in it, then the bot is silent, and nothing of it is sent to the model', async () => {
    const root = await here.slack.postAs('UALICE', 'C_SUPPORT', 'lunch anyone?');
    await reply(root, 'sure, where?', 'UPRIYA');
    await here.answer(await here.ask('UALICE', 'meanwhile'));

    expect(here.inThread('C_SUPPORT', root)).toEqual([]);
    expect(here.slack.calls('assistant.threads.setStatus').some(({ args }) => args['thread_ts'] === root)).toBe(false);
    expect(spokenTo('sure, where?')).toBe(false);
  });

  test('when somebody mentions the bot in it, then it joins, and later replies need no mention', async () => {
    const root = await here.slack.postAs('UALICE', 'C_SUPPORT', 'a talk among people');
    await reply(root, '<@UBOT> join us');
    await here.answer(root);
    await reply(root, 'go on');

    expect(await here.answer(root, 2)).toBe('2: go on');
  });
});

describe('given a direct message', () => {
  test('when it is sent, then it is answered in its thread, and a reply there continues it', async () => {
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'hello');
    const first = await here.answer(thread, 1, 'D_ALICE');
    await reply(thread, 'again', 'UALICE', 'D_ALICE');

    expect(first).toBe('1: hello');
    expect(await here.answer(thread, 2, 'D_ALICE')).toBe('2: again');
    const posts = here.slack.calls('chat.postMessage').filter(({ args }) => args['channel'] === 'D_ALICE');
    expect(posts.map(({ args }) => args['thread_ts'])).toEqual([thread, thread]);
  });
});

describe('given a turn that takes its time', () => {
  test('when more is written meanwhile, then all of it is answered together and another thread at once', async () => {
    await spoil(here, { system: 'knowledge', kind: 'slow', ms: 700, times: 1 });
    const slow = await here.ask('UALICE', 'slowly, please');
    await until(() => spokenTo('slowly, please'), 'the slow turn to begin');
    await reply(slow, 'and then this');
    await reply(slow, 'and that');
    const quick = await here.ask('UBOB', 'quick');
    await here.answer(quick);
    const meanwhile = here.inThread('C_SUPPORT', slow);
    await here.answer(slow);

    expect(meanwhile).toEqual([]);
    expect(here.inThread('C_SUPPORT', slow)).toEqual(['3: and that']);
  });

  test('when it works, then a status line says so, and an answer costs two calls to Slack', async () => {
    const before = here.slack.calls().length;
    const thread = await here.ask('UALICE', 'what does it cost?');
    await here.answer(thread);

    expect(
      here.slack
        .calls()
        .slice(before)
        .map(({ method }) => method)
        .toSorted(),
    ).toEqual(['assistant.threads.setStatus', 'chat.postMessage']);
    expect(here.slack.statuses()).toEqual([]);
  });
});

describe('given a message with no question in it', () => {
  test('when only the bot is mentioned, then it asks how it can help, without the model', async () => {
    const before = here.model.requests.length;
    const thread = await here.slack.postAs('UALICE', 'C_SUPPORT', '<@UBOT>');

    expect(await here.answer(thread)).toMatch(/How can I help\?/);
    expect(here.model.requests).toHaveLength(before);
  });

  test('when it is too long, then it is refused with the figures, without the model, and the next one is answered', async () => {
    const before = here.model.requests.length;
    const thread = await here.ask('UALICE', 'x'.repeat(13_000));
    const refused = await here.answer(thread);
    const asked = here.model.requests.length;
    await reply(thread, 'shorter');

    expect(refused).toBe('Too long (13,000; limit 12,000). Please shorten or attach.');
    expect(asked).toBe(before);
    expect(await here.answer(thread, 2)).toBe('2: shorter');
  });

  test('when there is only a file, then it says which and asks for words', async () => {
    const ts = `${Math.floor(Date.now() / 1_000)}.000007`;
    await here.slack.deliver({
      type: 'event_callback',
      token: 'local-verification-token',
      team_id: 'T_LOCAL',
      api_app_id: 'A_LOCAL',
      event_id: 'EvFILE',
      event_time: Math.floor(Date.now() / 1_000),
      authorizations: [{ team_id: 'T_LOCAL', user_id: 'UBOT', is_bot: true }],
      event: {
        type: 'message',
        subtype: 'file_share',
        channel: 'D_ALICE',
        channel_type: 'im',
        user: 'UALICE',
        text: '',
        ts,
        event_ts: ts,
        files: [{ id: 'F1', name: 'mug.jpg', mimetype: 'image/jpeg' }],
      },
    });

    expect(await here.answer(ts, 1, 'D_ALICE')).toMatch(/can't open this.*mug\.jpg.*in words/);
  });
});
