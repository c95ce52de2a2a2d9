import { z } from 'zod';
import type { Stage } from './stage.ts';

type Slack = Stage['slack'];
type View = ReturnType<Slack['views']>[number];

/** What a person enters: text, an option's text, or the texts of the boxes they tick; by a word of the field's label. */
export type Entries = Record<string, string | readonly string[]>;

/** The button with these words, from the top the n-th. */
export function buttonNamed(words: string, number = 1): Parameters<Slack['click']>[3] {
  let left = number; // those with the same words, rows of one card
  const matches: (element: { type: string; text?: unknown }) => boolean = ({ type, text }) => {
    const isIt = type === 'button' && Text.safeParse(text).data?.text === words;
    if (isIt) left -= 1;
    return isIt && left === 0;
  };
  return Object.assign(matches, { toString: () => `“${words}”` });
}

/** The state that Slack would send for these entries. Throws when the form has no such field or option. */
export function stateOf(view: View, entries: Entries): Record<string, unknown> {
  const inputs = view.blocks.flatMap((block) => Input.safeParse(block).data ?? []);
  return Object.fromEntries(
    Object.entries(entries).map(([word, entry]) => {
      const input = inputs.find(({ label }) => label.text.toLowerCase().includes(word.toLowerCase()));
      if (!input)
        throw new Error(`no field for ${word}; there are: ${inputs.map(({ label }) => label.text).join(', ')}`);
      return [input.block_id, { [input.element.action_id]: valueOf(input.element, entry) }];
    }),
  );
}

const Text = z.object({ text: z.string() });
const Option = z.looseObject({ text: Text, value: z.string() });
const Input = z.object({
  type: z.literal('input'),
  block_id: z.string(),
  label: Text,
  element: z.object({ type: z.string(), action_id: z.string(), options: z.array(Option).default([]) }),
});

function valueOf({ type, options }: z.infer<typeof Input>['element'], entry: string | readonly string[]): object {
  if (options.length === 0) return { type, value: entry === '' ? null : entry };
  const chosen = [entry].flat().map((text) => {
    const option = options.find((one) => one.text.text === text);
    if (!option) throw new Error(`no option ${text}; there are: ${options.map((one) => one.text.text).join(', ')}`);
    return option;
  });
  return type === 'checkboxes' ? { type, selected_options: chosen } : { type, selected_option: chosen[0] };
}
