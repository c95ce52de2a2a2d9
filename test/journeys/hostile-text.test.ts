import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { readable } from '../stage/people.ts';
import { Articles, openScripted, scenes } from './support.ts';

const HOSTILE = [
  'Hello <!channel> <!here> <!everyone> and <@UBOB> in <#C_GENERAL>,',
  'see [our site](https://evil.example/steal?d=1), <https://evil.example/x|our site>, https://evil.example/bare,',
  '![pixel](https://evil.example/p.png?q=secret), [run](javascript:alert(1)), <script>alert(1)</script>,',
  '[help](https://help.deskhand.example.evil.example/a) and [subteam](<!subteam^S_AGENTS>).',
].join('\n');

let here: Awaited<ReturnType<typeof openScripted>>;
beforeAll(async () => {
  here = await openScripted(
    scenes({
      'say it': [() => say(HOSTILE)],
      'hand me over': [() => call('hand_off', { wants: HOSTILE.slice(0, 300) }), () => say('Somebody comes.')],
      'refund with': [
        () =>
          call('refund_order', {
            order_id: 'ORD-12345',
            amount: '5.00',
            currency: null,
            reason: HOSTILE.slice(0, 190),
          }),
        () => say('Asked.'),
      ],
      'article link': [
        () => call('search_articles', { query: 'password' }),
        ([found]) => say(`[Read](${Articles.parse(found).articles[0]?.url}) or [this](https://evil.example/a)`),
      ],
    }),
  );
});
afterAll(() => here.stop());

/** What Slack or a reader's eye could act on. */
const LIVE = /<!(?!date)[a-z]|<@UBOB|<#C|https?:\/\/(?:[\w.-]*\.)?evil\.example|javascript:|<script|!\[/i;
const posted = (channel: string, part: string) =>
  here.slack.waitForMessage(
    (message) => message.channel === channel && message.user === 'UBOT' && readable(message).includes(part),
  );

describe('given a model whose text would shout and lead astray', () => {
  test('when it answers, then its words are there, but nobody is called and no link is live', async () => {
    await here.ask('UALICE', 'say it');
    const message = await posted('C_SUPPORT', 'Hello');

    const sent = here.slack.calls('chat.postMessage').at(-1)?.args;
    expect(readable(message)).not.toMatch(LIVE);
    expect(sent).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
  });

  test("when an article's link stands beside a foreign one, then only the article's is live", async () => {
    await here.ask('UALICE', 'article link');
    const message = await posted('C_SUPPORT', 'Read');

    expect(JSON.stringify(message.blocks)).toMatch(/\[Read\]\(https:\/\/help\.deskhand\.example\/articles\/[\w-]+\)/);
    expect(readable(message)).not.toMatch(LIVE);
  });

  test('when it gives such a reason, then the card shows it as dead text, marked as unverified', async () => {
    await here.ask('UALICE', 'refund with');
    const card = await posted('C_APPROVALS', 'Refund $5.00');

    expect(readable(card)).toContain("assistant's words, unverified");
    expect(deadTextsLeftOut(card.blocks)).not.toMatch(LIVE);
  });

  test('when it hands over with such words, then they are dead text, too', async () => {
    await here.ask('UALICE', 'hand me over');
    const card = await posted('C_APPROVALS', 'needs a person');

    expect(deadTextsLeftOut(card.blocks)).not.toMatch(LIVE);
    expect(card.text).not.toMatch(/<!|<@UBOB|<#|<script/);
  });

  test('when a person writes such things, then the model reads them as plain words', async () => {
    const words = 'I typed &lt;!channel&gt; &amp; "quotes"';
    await here.answer(await here.ask('UALICE', words));

    expect(JSON.stringify(here.model.requests.at(-1)?.items.at(-1))).toContain(
      JSON.stringify('I typed <!channel> & "quotes"').slice(1, -1),
    );
  });
});

/** The blocks without `plain_text`, in which Slack reads neither mentions nor links. */
const deadTextsLeftOut = (blocks: unknown): string =>
  JSON.stringify(blocks, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'type' in value && value.type === 'plain_text' ? undefined : value,
  );
