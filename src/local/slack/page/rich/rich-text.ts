import { safeHref } from './controls.ts';
import { drawEmoji } from './emoji.ts';
import { fieldsOf, listOf, numberOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Flow, Inline, Style } from './flow.ts';

/** Reads a `rich_text` block. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function readRichText(block: Fields): readonly Flow[] {
  return listOf(block['elements']).map((element) => readElement(fieldsOf(element)));
}

function readElement(element: Fields): Flow {
  const children = readInlines(element);
  const type = stringOf(element['type']);
  if (type === 'rich_text_quote') return { kind: 'quote', children: [{ kind: 'paragraph', children }] };
  if (type === 'rich_text_preformatted') return { kind: 'pre', text: plainText(children) };
  return type === 'rich_text_list' ? readList(element) : { kind: 'paragraph', children };
}

function readList(element: Fields): Flow {
  const items = listOf(element['elements']).map((item) => [
    { kind: 'paragraph' as const, children: readInlines(fieldsOf(item)) },
  ]);
  const start = (numberOf(element['offset']) ?? 0) + 1;
  return { kind: 'list', ordered: element['style'] === 'ordered', start, items };
}

const readInlines = (element: Fields): readonly Inline[] =>
  listOf(element['elements']).flatMap((part) => styled(fieldsOf(part)));

function styled(part: Fields): readonly Inline[] {
  const style = fieldsOf(part['style']);
  const plain = readPart(part);
  if (style['code'] === true) return [{ kind: 'code', text: plainText(plain) }];
  const styles = (['bold', 'italic', 'strike'] satisfies Style[]).filter((name) => style[name] === true);
  return styles.reduce<readonly Inline[]>((children, name) => [{ kind: 'styled', style: name, children }], plain);
}

const PARTS = new Map<string, (part: Fields) => Inline>([
  ['user', (part) => ({ kind: 'person', id: stringOf(part['user_id']), label: '' })],
  ['channel', (part) => ({ kind: 'channel', id: stringOf(part['channel_id']), label: '' })],
  ['usergroup', (part) => ({ kind: 'group', id: stringOf(part['usergroup_id']), label: '' })],
  ['broadcast', (part) => ({ kind: 'broadcast', label: `@${stringOf(part['range'])}` })],
  ['emoji', (part) => ({ kind: 'text', text: drawEmoji(`:${stringOf(part['name'])}:`) })],
  ['link', readLink],
  [
    'date',
    (part) => ({
      kind: 'date',
      seconds: numberOf(part['timestamp']) ?? 0,
      format: stringOf(part['format']),
      fallback: stringOf(part['fallback']),
    }),
  ],
]);

function readPart(part: Fields): readonly Inline[] {
  const read = PARTS.get(stringOf(part['type']));
  return read ? [read(part)] : splitLines(stringOf(part['text']));
}

function readLink(part: Fields): Inline {
  const address = stringOf(part['url']);
  const text = stringOf(part['text']) || address;
  const href = safeHref(address);
  return href === undefined ? { kind: 'text', text } : { kind: 'link', href, children: [{ kind: 'text', text }] };
}

const splitLines = (text: string): readonly Inline[] =>
  text.split('\n').flatMap((line, index): readonly Inline[] => {
    const words: Inline = { kind: 'text', text: line };
    return index === 0 ? [words] : [{ kind: 'break' }, words];
  });

const plainText = (inlines: readonly Inline[]): string =>
  inlines
    .map((inline) => {
      if (inline.kind === 'text' || inline.kind === 'code') return inline.text;
      if (inline.kind === 'link') return inline.href;
      return inline.kind === 'break' ? '\n' : '';
    })
    .join('');
