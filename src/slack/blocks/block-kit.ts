import { HEADER_TEXT } from './limits.ts';
import { plain } from './text.ts';

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
  style: 'primary' | 'danger';
}
export interface FieldsBlock {
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
  blocks: Block[];
}

/** `text` is ready for Slack: already made by `plain`. */
export const plainText = (text: string): PlainText => ({ type: 'plain_text', text, emoji: false });
/** `markup` is ready for Slack: every foreign part of it went through `mrkdwn`. */
export const markupText = (markup: string): Mrkdwn => ({ type: 'mrkdwn', text: markup, verbatim: true });

export const header = (text: string): Block => ({ type: 'header', text: plainText(plain(text, HEADER_TEXT)) });
export const section = (markup: string): Block => ({ type: 'section', text: markupText(markup) });
export const context = (markup: string): Block => ({ type: 'context', elements: [markupText(markup)] });
