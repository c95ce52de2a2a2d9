import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flow, Inline } from '../../../../src/local/slack/page/rich/flow.ts';
import { readMrkdwn, readMrkdwnInline } from '../../../../src/local/slack/page/rich/mrkdwn.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const styled = (style: 'bold' | 'italic' | 'strike', ...children: readonly Inline[]): Inline => ({
  kind: 'styled',
  style,
  children,
});
const link = (href: string, label: string): Inline => ({ kind: 'link', href, children: [text(label)] });
const paragraph = (...children: readonly Inline[]): Flow => ({ kind: 'paragraph', children });

describe('given a line of mrkdwn', () => {
  test.each<[string, string, readonly Inline[]]>([
    [
      'bold, italic and strike',
      '*a* _b_ ~c~',
      [styled('bold', text('a')), text(' '), styled('italic', text('b')), text(' '), styled('strike', text('c'))],
    ],
    ['one style inside another', '*a _b_*', [styled('bold', text('a '), styled('italic', text('b')))]],
    ['markers inside words', 'snake_case_name 2*3*4', [text('snake_case_name 2*3*4')]],
    ['markers next to spaces', '* a * _ b _', [text('* a * _ b _')]],
    ['code, which keeps its markers', '`*a* <@U1>`', [{ kind: 'code', text: '*a* <@U1>' }]],
    ['escaped characters', '&lt;b&gt; &amp;lt;', [text('<b> &lt;')]],
    ['a link with a label', '<https://a.example/x_y_z|the _page_>', [link('https://a.example/x_y_z', 'the _page_')]],
    [
      'a bare address and the full stop after it',
      'see https://a.example/b.',
      [text('see '), link('https://a.example/b', 'https://a.example/b'), text('.')],
    ],
    ['a mail address', '<mailto:a@b.example|a@b.example>', [link('mailto:a@b.example', 'a@b.example')]],
    [
      'a person and a channel',
      '<@U1> <#C1|support>',
      [{ kind: 'person', id: 'U1', label: '' }, text(' '), { kind: 'channel', id: 'C1', label: 'support' }],
    ],
    [
      'everybody',
      '<!channel><!here>',
      [
        { kind: 'broadcast', label: '@channel' },
        { kind: 'broadcast', label: '@here' },
      ],
    ],
    ['a group', '<!subteam^S1>', [{ kind: 'group', id: 'S1', label: '' }]],
    ['a group with its own name', '<!subteam^S1|@leads>', [{ kind: 'group', id: 'S1', label: '@leads' }]],
    [
      'a date',
      '<!date^1790000000^{time}|noon>',
      [{ kind: 'date', seconds: 1_790_000_000, format: '{time}', fallback: 'noon' }],
    ],
    ['an emoji, and a name that is none', ':tada: :nobody:', [text('🎉 :nobody:')]],
  ])('when it holds %s, then it is read as such', (_, source, expected) => {
    expect(readMrkdwnInline(source)).toEqual(expected);
  });

  test.each([
    ['a script address', '<javascript:alert(1)|click>'],
    ['a data address', '<data:text/html,x|click>'],
    ['a disguised script address', '<JaVaScRiPt:alert(1)>'],
    ['an HTML tag', '<img src=x onerror=alert(1)>'],
    ['a date out of time', '<!date^1e300^{date}|x>'],
    ['an unknown command', '<!nuke^all>'],
    ['half a mention', '<@U1'],
  ])('when it holds %s, then it stays the text it is', (_, source) => {
    expect(readMrkdwnInline(source)).toEqual([text(source)]);
  });
});

describe('given several lines of mrkdwn', () => {
  test('when some are quoted, then neighbours stand together', () => {
    expect(readMrkdwn('*Why*\n&gt; one\n> two\nthree')).toEqual([
      paragraph(styled('bold', text('Why'))),
      { kind: 'quote', children: [paragraph(text('one'), { kind: 'break' }, text('two'))] },
      paragraph(text('three')),
    ]);
  });

  test('when there is a fence, then nothing in it is formatted', () => {
    expect(readMrkdwn('a\n```\n*b* &lt;c&gt;\n```\nd')).toEqual([
      paragraph(text('a')),
      { kind: 'pre', text: '*b* <c>' },
      paragraph(text('d')),
    ]);
  });

  test('when a fence is not closed, then it is text', () => {
    expect(readMrkdwn('a ```b')).toEqual([paragraph(text('a ```b'))]);
  });
});

describe('given any text at all', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '<',
      '>',
      '!',
      '|',
      '@',
      '^',
      '&',
      ';',
      ':',
      '\n',
      ' ',
      'a',
      'U1',
      'http://a.b',
      '\uE000',
      '0',
      '\uE001',
    ),
  });

  test('when it is read, then every link is http, https or mailto, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), (source) => {
        for (const href of linksIn(readMrkdwn(source))) expect(href).toMatch(/^(https?|mailto):/);
      }),
    );
  });

  test('when it is very long and unbalanced, then it is read at once', () => {
    for (const piece of ['*', '_a ', '<', '`', '> ', '<!', '*_~', 'http://', '```']) {
      const before = performance.now();
      readMrkdwn(piece.repeat(20_000));
      expect(performance.now() - before).toBeLessThan(2_000);
    }
  });
});

function linksIn(value: unknown): readonly string[] {
  return [...JSON.stringify(value).matchAll(/"href":"([^"]*)"/g)].map((match) => match[1] ?? '');
}
