import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, error, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { writesOf } from './support.ts';
import { openTalk, unansweredIn, wordsIn } from './talk.ts';

let here: Awaited<ReturnType<typeof openTalk>>;
beforeAll(async () => {
  here = await openTalk([]);
});
afterAll(() => here.stop());
beforeEach(() => here.model.play((request) => say(`To: ${unansweredIn(request)}`)));

const isDown = () => here.model.play(() => error(503, { 'x-should-retry': 'false' }));
const tickets = async () => (await writesOf(here, '/tickets')).filter(({ status }) => status === 201).length;
const whispered = (user: string, part: string) => here.slack.waitForEphemeral(user, ({ text }) => text.includes(part));

describe('given a model that does not answer', () => {
  test('when somebody asks, then the apology offers to leave it with the team, and that opens a ticket of what they said', async () => {
    const before = await tickets();
    isDown();
    const thread = await here.ask('UALICE', 'my lamp arrived in pieces');
    const sorry = await here.asked(thread, 'my language model');
    await here.pressNamed('UALICE', sorry.ts, 'Leave it with the team', { channel: 'C_SUPPORT' });
    const form = await here.slack.waitForView('UALICE', () => true);
    const sent = await here.submit('UALICE', { subject: 'A lamp', priority: 'High' });
    const opened = await here.answer(thread, 2);

    expect(JSON.stringify(form.blocks)).toContain('my lamp arrived in pieces');
    expect(sent).toEqual({ ok: true });
    expect(opened).toContain('A lamp');
    expect(await tickets()).toBe(before + 1);
  });

  test('when somebody without a record asks, then the form calls a colleague with what they wrote', async () => {
    isDown();
    const thread = await here.ask('UGUEST', 'who can help me?');
    const sorry = await here.asked(thread, 'my language model');
    await here.pressNamed('UGUEST', sorry.ts, 'Leave it with the team', { channel: 'C_SUPPORT' });
    await here.slack.waitForView('UGUEST', () => true);
    await here.submit('UGUEST', { subject: 'A guest with a question' });
    const card = await here.card('A guest with a question');

    expect(readable(card)).toMatch(/needs a person[^]*who can help me\?/);
    expect(await here.answer(thread, 2)).toMatch(/called a colleague/);
  });

  test('when “Open a ticket from this message” is chosen, then there is a ticket all the same', async () => {
    const before = await tickets();
    isDown();
    const ts = await here.slack.postAs('UBOB', 'C_SUPPORT', 'the kettle leaks, by the way');
    await here.slack.shortcut('UBOB', 'C_SUPPORT', ts, 'open_ticket');
    await here.slack.waitForView('UBOB', () => true);
    await here.submit('UBOB', { subject: 'A kettle' });
    await whispered('UBOB', 'ticket is being opened');
    await until(async () => (await tickets()) === before + 1, 'the ticket');

    expect(here.inThread('C_SUPPORT', ts)).toEqual([]);
  });

  test('when it answers again, then the next message in that thread is answered', async () => {
    isDown();
    const thread = await here.ask('UALICE', 'is anybody there?');
    await here.answer(thread);
    here.model.play((request) => say(`To: ${unansweredIn(request)}`));
    await here.reply(thread, 'and now?');

    expect(await here.answer(thread, 2)).toBe('To: and now?');
  });
});

describe('given somebody who opens their direct messages', () => {
  test.each([
    ['a colleague', 'UPRIYA', 'D_PRIYA', 'Our return policy'],
    ['a guest', 'UGUEST', 'D_GUEST', 'How do returns work?'],
  ])(
    'when it is %s, then what they are offered is for them, and choosing it begins a thread',
    async (_, user, channel, title) => {
      here.slack.openMessages(user);
      const { prompts } = await until(() => here.slack.prompts(channel), 'prompts');
      const chosen = prompts.find((prompt) => prompt.title === title)?.message ?? '';
      const thread = await here.slack.postAs(user, channel, chosen);

      expect(prompts.length).toBeLessThanOrEqual(4);
      expect(await here.answer(thread, 1, channel)).toBe(`To: ${chosen}`);
    },
  );
});

describe('given a request made in direct messages', () => {
  test('when it waits for a decision, then so does the thread, until somebody has decided', async () => {
    here.model.play((request) =>
      request.items.at(-1)?.kind === 'output' || !wordsIn(request).at(-1)?.includes('refund')
        ? say('I have asked.')
        : call('refund_order', { order_id: 'ORD-12345', amount: '4.00', currency: null, reason: 'It broke.' }),
    );
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'please refund four dollars');
    const stands = (status: string) =>
      until(
        () => here.slack.sessions().some((one) => one.threadTs === thread && one.status === status),
        `the thread to be ${status}`,
      );
    const card = await here.card('Refund $4.00');
    await stands('suspended');
    await here.press('UPRIYA', card.ts);
    await here.cardShows(card.ts, '✓ Refunded $4.00');
    await stands('active');

    expect(await here.answer(thread, 2, 'D_ALICE')).toMatch(/^Done: \$4\.00/);
  });
});

describe('given a message with files', () => {
  const picture = { name: 'mug.jpg', mimetype: 'image/jpeg', content: 'no picture at all' };
  const letter = { name: 'letter.txt', mimetype: 'text/plain', content: 'The handle came off on Tuesday.' };

  test('when one is text and one a picture, then the model reads the text and knows that it cannot see the picture', async () => {
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'see what I mean', { files: [letter, picture] });
    await here.answer(thread, 1, 'D_ALICE');
    const [told] = wordsIn(await here.requestWith('see what I mean'));

    expect(told).toBe(
      'see what I mean\n[attached file letter.txt]\nThe handle came off on Tuesday.\n[attached, not read: mug.jpg]',
    );
  });

  test('when there is only a text, then it is what they say', async () => {
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', '', { files: [letter] });
    await here.answer(thread, 1, 'D_ALICE');

    expect(here.requestsWith('The handle came off')).not.toEqual([]);
    expect(await here.answer(thread, 1, 'D_ALICE')).toContain('letter.txt');
  });

  test('when there is only a picture, then it is declined by name, without the model', async () => {
    const before = here.model.requests.length;
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', '', { files: [picture] });

    expect(await here.answer(thread, 1, 'D_ALICE')).toMatch(/can't open this \(`?mug\.jpg/);
    expect(here.model.requests).toHaveLength(before);
  });
});
