import { markupText, plainText } from '../block-kit.ts';
import type { Block, Button, Mrkdwn, PlainText } from '../block-kit.ts';
import { dotted } from '../card-parts.ts';
import { BUTTON_TEXT } from '../limits.ts';
import { namedLink } from '../slack-tokens.ts';
import { couldFormat, line, mrkdwn, plain } from '../text.ts';

/** `accessibility_label`: what it does to which, for whoever hears the buttons alone. */
export interface HomeButton extends Button {
  accessibility_label?: string;
}
interface Option {
  text: PlainText;
  value: string;
}
interface Select {
  type: 'static_select';
  action_id: string;
  options: readonly Option[];
  initial_option: Option;
}
export type HomeBlock =
  | Block
  | { type: 'divider' }
  | { type: 'section'; text: PlainText | Mrkdwn; accessory: HomeButton }
  | { type: 'actions'; elements: readonly (HomeButton | Select)[] };

/** What `views.publish` takes. https://docs.slack.dev/surfaces/app-home */
export interface HomeView {
  type: 'home';
  callback_id: string;
  private_metadata: string;
  blocks: readonly HomeBlock[];
}

export const divider: HomeBlock = { type: 'divider' };

/** `[value, what people read]`; `chosen` is one of the values. */
export function menu(action: string, choices: readonly (readonly [string, string])[], chosen: string): Select {
  const options = choices.map(([value, text]) => ({ text: plainText(text), value }));
  const initial = options.find(({ value }) => value === chosen) ?? options[0];
  if (!initial) throw new Error('a menu needs choices');
  return { type: 'static_select', action_id: action, options, initial_option: initial };
}

export const controls = (elements: readonly (HomeButton | Select)[]): readonly HomeBlock[] =>
  elements.length === 0 ? [] : [{ type: 'actions', elements }];

/** One line about a request, with or without a button beside it. */
export const row = (text: PlainText | Mrkdwn, accessory?: HomeButton): HomeBlock =>
  accessory ? { type: 'section', text, accessory } : { type: 'section', text };

/** `text` is foreign; cut to `limit` characters. */
export interface Part {
  text: string;
  limit: number;
  isBold?: true;
}

/** Parts on one line; as plain text, character by character and without `link`, where formatting could change how one of them looks. */
export function dottedParts(parts: readonly Part[], link?: string): PlainText | Mrkdwn {
  const isPlain = parts.some(({ text }) => couldFormat(line(text)));
  if (isPlain) return plainText(parts.map(({ text, limit }) => plain(text, limit)).join(' · '));
  const drawn = parts.map(({ text, limit, isBold }) => {
    const markup = mrkdwn(text, limit);
    return isBold ? `*${markup}*` : markup;
  });
  const thread = link === undefined ? undefined : namedLink(link, 'View thread');
  return markupText(dotted(...drawn, thread));
}

export const labelled = (button: Button, label: string): HomeButton => ({
  ...button,
  accessibility_label: plain(label, BUTTON_TEXT),
});
