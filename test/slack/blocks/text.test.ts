import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserId } from '../../../src/domain/ids.ts';
import { decodeSlackText, stripMention } from '../../../src/slack/blocks/decode-slack-text.ts';
import { escape, mrkdwn, plain } from '../../../src/slack/blocks/text.ts';

describe('given text that people wrote', () => {
  test.each([
    ['a < b & c > d', 'a &lt; b &amp; c &gt; d'],
    ['&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
    ['<!chan\u200bnel>', '&lt;!channel&gt;'],
    ['\u202egnp.exe\u2066', 'gnp.exe'],
    ['e\u0301', 'é'],
    ['a\r\nb\u2028c\td', 'a\nb\nc\td'],
    ['\0\u0007\u009b', ''],
    ['\ud800x', '�x'],
    ['❤️ ok', '❤️ ok'],
    [`Z${'\u0300'.repeat(200)}`, `Z${'\u0300'.repeat(30)}`.normalize('NFC')],
  ])('when %j is escaped, then it is %j', (text, escaped) => {
    expect(escape(text)).toBe(escaped);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdefg', 6, 'abcde…'],
    ['one\n two ', 20, 'one two'],
    ['ab 🇩🇪🇫🇷', 8, 'ab 🇩🇪…'],
    ['<!here> <https://evil.com|x> a<b', 60, '‹!here> ‹https://evil.com|x> a<b'],
    ['\u200b ', 5, '–'],
  ])('when %j is written plainly in %i characters, then it is %j', (text, limit, written) => {
    expect(plain(text, limit)).toBe(written);
  });

  test.each([
    ['a&b', 7, 'a&amp;b'],
    ['a&bc', 7, 'a&amp;…'],
    ['a&bc', 6, 'a…'],
    ['<<<<', 10, '&lt;&lt;…'],
  ])('when %j is escaped in %i characters, then no entity is halved: %j', (text, limit, written) => {
    expect(mrkdwn(text, limit)).toBe(written);
  });

  test('when it is anything at all, then its limit holds and only whole entities stand in it', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('&', '<', '>', 'a', '👩‍👧', 'e\u0301') }),
    );
    fc.assert(
      fc.property(anything, fc.integer({ min: 5, max: 60 }), (text, limit) => {
        const escaped = mrkdwn(text, limit);
        expect(escaped.length).toBeLessThanOrEqual(limit);
        expect(plain(text, limit).length).toBeLessThanOrEqual(limit);
        expect(escaped).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
        expect(escaped.isWellFormed() && plain(text, limit).isWellFormed()).toBe(true);
        expect(escape(text).replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')).not.toMatch(
          /[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/,
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('given text as Slack sends it', () => {
  test.each([
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;', '&lt;'],
    ['&lt;@U1&gt;', '<@U1>'],
    ['hi <@U1> and <@U2|bob>', 'hi @U1 and @bob'],
    ['<#C1|general> <#C2> <#C3|>', '#general #C2 #C3'],
    ['<!here> <!channel> <!everyone|everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@leads> <!subteam^S2>', '@leads @S2'],
    ['<!date^1700000000^{date}|yesterday>', 'yesterday'],
    ['<https://x.com/a?b=1&amp;c=2>', 'https://x.com/a?b=1&c=2'],
    ['<https://x.com/a|the page>', 'the page (https://x.com/a)'],
    ['<https://x.com|x.com> <https://x.com/|x.com>', 'https://x.com https://x.com/'],
    ['<mailto:a@b.com|a@b.com> <tel:+491234|call>', 'a@b.com call (+491234)'],
    ['2 < 3 <', '2 < 3 <'],
    ['<>', '<>'],
  ])('when it is %j, then the person said %j', (text, words) => {
    expect(decodeSlackText(text)).toBe(words);
  });

  test.each([
    ['<@UBOT> hello', 'hello'],
    ['<@UBOT|deskhand>: hello', 'hello'],
    ['hello <@UBOT>', 'hello'],
    ['<@UBOT> ask <@U2> <@UBOT>', 'ask <@U2>'],
    ['<@UBOT>', ''],
    ['&lt;@UBOT&gt; <@UBOTTLE>', '&lt;@UBOT&gt; <@UBOTTLE>'],
  ])('when the bot is mentioned in %j, then %j is left', (text, left) => {
    expect(stripMention(text, UserId.parse('UBOT'))).toBe(left);
  });
});
