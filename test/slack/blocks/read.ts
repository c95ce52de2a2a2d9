import type { Block, Button, Drawn } from '../../../src/slack/blocks/block-kit.ts';
import type { FormBlock, View } from '../../../src/slack/blocks/forms/form-kit.ts';

/** A message as a person reads it, one line per block or field; dates in UTC, buttons with what they carry. */
export const read = ({ text, blocks }: Drawn): string =>
  [`text: ${text}`, ...blocks.map((block) => readBlock(block, carrying))].map(unescape).join('\n');

/** The same with nothing that only a program reads. */
export const asPlainText = (blocks: readonly Block[]): string =>
  blocks.map((block) => unescape(readBlock(block, labelled))).join('\n');

/** A form as a person reads it; what a field holds at first in `{…}`. */
export const readView = ({ title, blocks, submit, close }: View): string =>
  [
    `# ${title.text}`,
    ...blocks.map((block) => unescape(readFormBlock(block))),
    [submit, close].flatMap((label) => (label ? [`[${label.text}]`] : [])).join(' '),
  ].join('\n');

function readFormBlock(block: FormBlock): string {
  if (block.type === 'rich_text')
    return `\`${block.elements.flatMap((one) => one.elements.map(({ text }) => text)).join('')}\``;
  if (block.type !== 'input') return readBlock(block, labelled);
  const { label, optional, hint, element } = block;
  const holds =
    element.type === 'plain_text_input'
      ? (element.initial_value ?? '')
      : element.options.map(({ text }) => text.text).join(' | ');
  return `${label.text}${optional ? ' (optional)' : ''}: {${holds}}${hint ? ` ${hint.text}` : ''}`;
}

const carrying = ({ text, style, action_id, value }: Button): string =>
  `[${text.text}](${[style, action_id, value].filter((part) => part !== undefined).join(' ')})`;

const labelled = ({ text, style }: Button): string => (style === 'primary' ? `[[${text.text}]]` : `[${text.text}]`);

function readBlock(block: Block, readButton: (button: Button) => string): string {
  switch (block.type) {
    case 'header':
      return `# ${block.text.text}`;
    case 'section':
      return 'fields' in block
        ? block.fields.map((field) => `| ${field.text.replace('\n', ' ')}`).join('\n')
        : block.text.text;
    case 'context':
      return `(${block.elements.map((element) => element.text).join(' ')})`;
    case 'actions':
      return block.elements.map(readButton).join(' ');
    case 'markdown':
      return block.text;
  }
}

const unescape = (text: string): string =>
  text
    .replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

/** Every string Slack would draw, escaped as it is sent. */
export const textsOf = ({ text, blocks }: Drawn): readonly string[] => [text, ...blocks.flatMap(blockTexts)];

export function blockTexts(block: Block): readonly string[] {
  switch (block.type) {
    case 'header':
      return [block.text.text];
    case 'section':
      return 'fields' in block ? block.fields.map((field) => field.text) : [block.text.text];
    case 'context':
      return block.elements.map((element) => element.text);
    case 'actions':
      return block.elements.map((button) => button.text.text);
    case 'markdown':
      return [block.text];
  }
}
