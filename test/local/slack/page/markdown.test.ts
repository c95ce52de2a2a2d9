import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Flow, Inline } from '../../../../src/local/slack/page/rich/flow.ts';
import { readMarkdown } from '../../../../src/local/slack/page/rich/markdown.ts';
import { readMarkdownInline } from '../../../../src/local/slack/page/rich/markdown-inline.ts';
import { readRichText } from '../../../../src/local/slack/page/rich/rich-text.ts';

const text = (words: string): Inline => ({ kind: 'text', text: words });
const styled = (style: 'bold' | 'italic' | 'strike', ...children: readonly Inline[]): Inline => ({
  kind: 'styled',
  style,
  children,
});
const link = (href: string, label: string): Inline => ({ kind: 'link', href, children: [text(label)] });
const paragraph = (...children: readonly Inline[]): Flow => ({ kind: 'paragraph', children });

describe('given a line of Markdown', () => {
  test.each<[string, string, readonly Inline[]]>([
    [
      'bold and italics',
      '**a** *b* __c__ _d_',
      [
        styled('bold', text('a')),
        text(' '),
        styled('italic', text('b')),
        text(' '),
        styled('bold', text('c')),
        text(' '),
        styled('italic', text('d')),
      ],
    ],
    ['italics inside bold', '**a *b***', [styled('bold', text('a '), styled('italic', text('b')))]],
    ['strike', '~~a~~', [styled('strike', text('a'))]],
    ['code', '`**a**`', [{ kind: 'code', text: '**a**' }]],
    ['escaped markers', '\\*a\\*', [text('*'), text('a'), text('*')]],
    ['a link', '[docs](https://a.example/x_y_z)', [link('https://a.example/x_y_z', 'docs')]],
    ['a footnote link', '[[1]](https://a.example)', [link('https://a.example/', '[1]')]],
    ['an image, which becomes a link', '![cat](https://a.example/c.png)', [link('https://a.example/c.png', 'cat')]],
    ['an address', '<https://a.example>', [link('https://a.example/', 'https://a.example')]],
    ['a broadcast that slipped through', 'hi <!channel>', [text('hi '), { kind: 'broadcast', label: '@channel' }]],
    ['words with underscores', 'snake_case_name', [text('snake_case_name')]],
  ])('when it holds %s, then it is read as such', (_, source, expected) => {
    expect(readMarkdownInline(source)).toEqual(expected);
  });

  test.each([
    ['a script link', '[x](javascript:alert(1))'],
    ['a relative link', '[x](/ui/state)'],
    ['HTML', '<script>alert(1)</script>'],
    ['an image from a script', '![x](data:image/svg+xml,x)'],
  ])('when it holds %s, then it stays the text it is', (_, source) => {
    expect(readMarkdownInline(source)).toEqual([text(source)]);
  });
});

describe('given a Markdown document', () => {
  test.each<[string, string, readonly Flow[]]>([
    ['a heading', '## Steps', [{ kind: 'heading', level: 2, children: [text('Steps')] }]],
    ['paragraphs', 'a\nb\n\nc', [paragraph(text('a'), { kind: 'break' }, text('b')), paragraph(text('c'))]],
    ['a quote', '> a\n> b', [{ kind: 'quote', children: [paragraph(text('a'), { kind: 'break' }, text('b'))] }]],
    ['a fence', '```js\n<b>\n```', [{ kind: 'pre', text: '<b>' }]],
    ['a rule', '---', [{ kind: 'rule' }]],
    [
      'a table, as aligned text',
      '| a | b |\n|---|---|\n| long | x |',
      [{ kind: 'pre', text: 'a     b\n────  ─\nlong  x' }],
    ],
    [
      'a list inside a list',
      '3. a\n   - b\n4. c',
      [
        {
          kind: 'list',
          ordered: true,
          start: 3,
          items: [
            [paragraph(text('a')), { kind: 'list', ordered: false, start: 1, items: [[paragraph(text('b'))]] }],
            [paragraph(text('c'))],
          ],
        },
      ],
    ],
  ])('when it holds %s, then it is read as such', (_, source, expected) => {
    expect(readMarkdown(source)).toEqual(expected);
  });
});

describe('given any text at all', () => {
  const hostile = fc.string({
    unit: fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '!',
      '|',
      '-',
      '#',
      '\\',
      '\n',
      ' ',
      '1. ',
      'a',
      'http://a.b',
      'javascript:x',
    ),
  });

  test('when it is read as Markdown, then every link is http, https or mailto, and nothing throws', () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string()), (source) => {
        const links = [...JSON.stringify(readMarkdown(source)).matchAll(/"href":"([^"]*)"/g)].map((match) => match[1]);
        for (const href of links) expect(href).toMatch(/^(https?|mailto):/);
      }),
    );
  });

  test('when it is very long, deep or unbalanced, then it is read at once', () => {
    for (const piece of ['*', '**a ', '[', '[a](', '> ', '>', '- ', '  - a\n', '|', '`', '\\', '_a*', '#', '![[']) {
      const before = performance.now();
      readMarkdown(piece.repeat(12_000));
      expect(performance.now() - before).toBeLessThan(2_000);
    }
  });

  test('when any JSON is read as rich text, then nothing throws', () => {
    fc.assert(fc.property(fc.object(), (block) => void readRichText(block)));
  });
});

describe('given a rich_text block', () => {
  test('when it holds styles, a list and an unsafe link, then they are read and the link is text', () => {
    const section = {
      type: 'rich_text_section',
      elements: [
        { type: 'text', text: 'a', style: { bold: true } },
        { type: 'link', url: 'javascript:x', text: 'b' },
        { type: 'broadcast', range: 'here' },
      ],
    };
    const list = {
      type: 'rich_text_list',
      style: 'bullet',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1' }] }],
    };

    expect(readRichText({ type: 'rich_text', elements: [section, list] })).toEqual([
      paragraph(styled('bold', text('a')), text('b'), { kind: 'broadcast', label: '@here' }),
      { kind: 'list', ordered: false, start: 1, items: [[paragraph({ kind: 'person', id: 'U1', label: '' })]] },
    ]);
  });
});
