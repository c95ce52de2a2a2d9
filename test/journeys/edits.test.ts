import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { until } from '../stage/until.ts';
import { behind, gate, openTalk, saidIn, unansweredIn, wordsIn } from './talk.ts';

let here: Awaited<ReturnType<typeof openTalk>>;
beforeAll(async () => {
  here = await openTalk([]);
});
afterAll(() => here.stop());
beforeEach(() => here.model.play((request) => say(`To: ${unansweredIn(request)}`)));

/** Whether these words stand anywhere in the bot's database. */
function isKept(words: string): boolean {
  const database = new DatabaseSync(join(here.environment['DATA_DIR'] ?? '', 'deskhand.db'), { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return tables.some(({ name }) =>
      JSON.stringify(database.prepare(`SELECT * FROM "${String(name)}"`).all()).includes(words),
    );
  } finally {
    database.close();
  }
}
const isForgotten = (words: string) => until(() => !isKept(words), `“${words}” to be gone`);

/** A turn for Priya that goes on until it is let go on: whatever Alice does meanwhile waits. */
async function busyThread() {
  const thinks = gate();
  here.model.play((request) => behind(thinks.opened, say(`To: ${unansweredIn(request)}`)));
  const thread = await here.ask('UPRIYA', 'I am first');
  await until(() => here.model.requests.at(-1)?.items.length === 1, 'her turn to begin');
  return { thread, goOn: thinks.open };
}

describe('given a message that waits for its turn', () => {
  test('when it is changed, then only its new words are told and answered', async () => {
    const { thread, goOn } = await busyThread();
    const ts = await here.reply(thread, 'the red lamp is broken');
    here.slack.rewrite('UALICE', 'C_SUPPORT', ts, 'the blue lamp is broken');
    await here.heard();
    goOn();
    const told = await here.answer(thread, 2);
    await here.heard();

    expect(told).toBe('To: the blue lamp is broken');
    expect(here.requestsWith('the red lamp')).toEqual([]);
    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(2);
    await isForgotten('the red lamp');
  });

  test('when it is deleted, then nobody is told of it, nothing is said to it, and nothing of it is kept', async () => {
    const { thread, goOn } = await busyThread();
    const ts = await here.reply(thread, 'my secret is Rosebud');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', ts);
    await here.heard();
    goOn();
    await here.answer(thread);
    await here.reply(thread, 'anything new?', 'UPRIYA');
    await here.answer(thread, 2);

    expect(here.inThread('C_SUPPORT', thread)).toEqual(['To: I am first', 'To: anything new?']);
    expect(here.requestsWith('Rosebud')).toEqual([]);
    await isForgotten('Rosebud');
  });
});

describe('given a message whose turn runs', () => {
  test('when it is changed, then the answer is to its new words, and there is one', async () => {
    const thinks = gate();
    here.model.play((request) => behind(thinks.opened, say(`To: ${unansweredIn(request)}`)));
    const ts = await here.ask('UALICE', 'is the green kettle in stock?');
    await here.requestWith('green kettle');
    here.slack.rewrite('UALICE', 'C_SUPPORT', ts, '<@UBOT> is the white kettle in stock?');
    await here.heard();
    thinks.open();
    const told = await here.answer(ts);
    await here.heard();

    expect(told).toContain('is the white kettle in stock?');
    expect(saidIn(await here.requestWith('white kettle')).at(-1)).toMatch(/changed an earlier message/);
    expect(here.inThread('C_SUPPORT', ts)).toHaveLength(1);
  });

  test('when it is deleted, then nothing is said to it, what it asked for is not asked for, and nothing of it is kept', async () => {
    const thinks = gate();
    here.model.play((request) => {
      if (!unansweredIn(request).includes('Sesame')) return say('Hello.');
      if (request.items.some(({ kind }) => kind === 'output')) return behind(thinks.opened, say('I have asked.'));
      return call('refund_order', {
        order_id: 'ORD-12345',
        amount: '7.00',
        currency: null,
        reason: 'Sesame is broken.',
      });
    });
    const thread = await here.ask('UALICE', 'refund seven dollars, the word is Sesame');
    await until(() => here.requestsWith('Sesame').length === 2, 'its second step');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', thread);
    await here.heard();
    thinks.open();
    await here.answer(await here.ask('UBOB', 'meanwhile'));
    await isForgotten('Sesame');

    expect(here.inThread('C_SUPPORT', thread)).toEqual([]);
    expect(here.slack.messages('C_APPROVALS')).toEqual([]);
    expect(here.slack.statuses()).toEqual([]);
  });

  test('when one of several is deleted, then the others are answered', async () => {
    const thinks = gate();
    const thread = await here.ask('UALICE', 'the first of two');
    await here.answer(thread);
    here.model.play((request) => behind(thinks.opened, say(`To: ${unansweredIn(request)}`)));
    const wrong = await here.reply(thread, 'not this one');
    await here.requestWith('not this one');
    await here.reply(thread, 'but this one');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', wrong);
    await here.heard();
    thinks.open();
    const told = await here.answer(thread, 2);

    expect(told).toBe('To: but this one');
    await isForgotten('not this one');
  });
});

describe('given a message that was answered', () => {
  test('when it is changed, then nothing is said, and the next request tells how it reads now', async () => {
    const thread = await here.ask('UALICE', 'it is the small vase');
    await here.answer(thread);
    here.slack.rewrite('UALICE', 'C_SUPPORT', thread, '<@UBOT> it is the tall vase');
    await here.heard();
    await here.reply(thread, 'so?');
    await here.answer(thread, 2);
    const [next] = here.requestsWith('so?');

    expect(here.inThread('C_SUPPORT', thread)).toHaveLength(2);
    expect(next && saidIn(next)).toEqual([
      'customer "alice": it is the small vase',
      'customer "alice" (changed an earlier message, which now reads): it is the tall vase',
      'customer "alice": so?',
    ]);
  });

  test('when it is deleted, then its words are gone from the database and from what the model is told, and what it asked for is withdrawn', async () => {
    here.model.play((request) => {
      const isAsked = wordsIn(request).at(-1)?.includes('Open Barley') && request.items.at(-1)?.kind !== 'output';
      if (!isAsked) return say('All right.');
      return call('refund_order', { order_id: 'ORD-12345', amount: '8.00', currency: null, reason: 'It broke.' });
    });
    const thread = await here.ask('UALICE', 'refund eight dollars, Open Barley');
    const card = await here.card('Refund $8.00');
    await here.answer(thread);
    const wasKept = isKept('Open Barley');
    here.slack.deleteMessage('UALICE', 'C_SUPPORT', thread);
    await here.cardShows(card.ts, 'the message that asked was deleted');
    await isForgotten('Open Barley');
    await here.answer(thread, 2);
    await here.reply(thread, 'what is left of it?');
    await here.answer(thread, 3);
    const next = await here.requestWith('what is left of it?');

    expect(wasKept).toBe(true);
    expect(wordsIn(next)).toEqual(['(deleted)', 'what is left of it?']);
    expect(JSON.stringify(next.body)).not.toContain('Barley');
    expect(await here.refunds()).toEqual([]);
  });
});
