import { HEADER_TEXT } from './limits.ts';
import { plain, slackLength } from './text.ts';

export interface PlainText {
  type: 'plain_text';
  text: string;
  emoji: false;
}
/** `verbatim`: Slack turns no address and no #name into a link; only our own `<…>` tokens are read. */
export interface Mrkdwn {
  type: 'mrkdwn';
  text: string;
  verbatim: true;
}
export interface Button {
  type: 'button';
  action_id: string;
  text: PlainText;
  value: string;
  style?: 'primary' | 'danger';
}
interface FieldsBlock {
  type: 'section';
  fields: (PlainText | Mrkdwn)[];
}
export type Block =
  | { type: 'header'; text: PlainText }
  | { type: 'section'; text: PlainText | Mrkdwn }
  | FieldsBlock
  | { type: 'context'; elements: Mrkdwn[] }
  | { type: 'actions'; elements: Button[] }
  | { type: 'markdown'; text: string };

/** What `chat.postMessage` and `chat.update` take: `text` is what notifications and screen readers say. */
export interface Drawn {
  text: string;
  blocks: readonly Block[];
}

/** `text` is ready for Slack: already made by `plain`. */
export const plainText = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
/** `markup` is ready for Slack: every foreign part of it went through `mrkdwn`. */
export const markupText = (markup: string): Mrkdwn => ({ type: 'mrkdwn', text: markup, verbatim: true });

export const header = (text: string): Block => ({ type: 'header', text: plainText(plain(text, HEADER_TEXT)) });
export const section = (markup: string): Block => ({ type: 'section', text: markupText(markup) });
/** `text` as for `plainText`: shown character by character. */
export const plainSection = (text: string): Block => ({ type: 'section', text: plainText(text) });
export const context = (markup: string): Block => ({ type: 'context', elements: [markupText(markup)] });

/** No block for no buttons: Slack refuses an empty one. */
export const actions = (buttons: readonly Button[]): readonly Block[] =>
  buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }];

/** Characters in all of their texts together, as Slack counts them. */
export const lengthOf = (blocks: readonly Block[]): number =>
  blocks.flatMap(textsOf).reduce((sum, text) => sum + lengthOfText(text), 0);

const lengthOfText = (text: string | PlainText | Mrkdwn): number => {
  if (typeof text === 'string') return text.length;
  return text.type === 'mrkdwn' ? text.text.length : slackLength(text.text);
};

function textsOf(block: Block): readonly (string | PlainText | Mrkdwn)[] {
  switch (block.type) {
    case 'header':
    case 'markdown':
      return [block.text];
    case 'section':
      return 'fields' in block ? block.fields : [block.text];
    case 'context':
      return block.elements;
    case 'actions':
      return block.elements.map(({ text }) => text);
  }
}
