import type { Block, Drawn } from '../../../src/slack/blocks/block-kit.ts';

/** A message as a person reads it, one line per block or field; dates in UTC. */
export const read = ({ text, blocks }: Drawn): string =>
  [`text: ${text}`, ...blocks.map(readBlock)].map(unescape).join('\n');

function readBlock(block: Block): string {
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
      return block.elements
        .map((button) => `[${button.text.text}](${button.style} ${button.action_id} ${button.value})`)
        .join(' ');
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
