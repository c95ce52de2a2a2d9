import { z } from 'zod';
import { Fields, type Fields as Values } from '../json.ts';
import { type Block, type Element, elementsOf } from './parts.ts';

/** `state.values`: what each input holds, by block id and action id. */
const StateValues = z.record(z.string(), z.record(z.string(), Fields));
export type StateValues = z.infer<typeof StateValues>;

/** Where each kind of input keeps what was entered, and where its start value is written. */
const SLOTS: Readonly<Record<string, { value: string; initial: string }>> = {
  plain_text_input: { value: 'value', initial: 'initial_value' },
  number_input: { value: 'value', initial: 'initial_value' },
  email_text_input: { value: 'value', initial: 'initial_value' },
  url_text_input: { value: 'value', initial: 'initial_value' },
  rich_text_input: { value: 'rich_text_value', initial: 'initial_value' },
  static_select: { value: 'selected_option', initial: 'initial_option' },
  external_select: { value: 'selected_option', initial: 'initial_option' },
  radio_buttons: { value: 'selected_option', initial: 'initial_option' },
  multi_static_select: { value: 'selected_options', initial: 'initial_options' },
  checkboxes: { value: 'selected_options', initial: 'initial_options' },
  users_select: { value: 'selected_user', initial: 'initial_user' },
  multi_users_select: { value: 'selected_users', initial: 'initial_users' },
  conversations_select: { value: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { value: 'selected_channel', initial: 'initial_channel' },
  datepicker: { value: 'selected_date', initial: 'initial_date' },
  timepicker: { value: 'selected_time', initial: 'initial_time' },
};

const MANY = new Set(['selected_options', 'selected_users']);

/** What the blocks hold before anybody touched them. */
export function initialState(blocks: readonly Block[]): StateValues {
  const rows = blocks.map((block) => [
    block.block_id ?? '',
    Object.fromEntries(elementsOf(block).flatMap(initialEntry)),
  ]);
  return StateValues.parse(Object.fromEntries(rows.filter(([, values]) => Object.keys(values ?? {}).length > 0)));
}

/** The blocks' state after a person entered `given`; a field that was not touched keeps its start value. */
export function enteredState(blocks: readonly Block[], given: Values): StateValues {
  const entered = StateValues.catch({}).parse(given);
  const rows = Object.entries(initialState(blocks)).map(([blockId, values]) => [
    blockId,
    Object.fromEntries(
      Object.entries(values).map(([actionId, value]) => [
        actionId,
        { ...value, ...entered[blockId]?.[actionId], type: value['type'] },
      ]),
    ),
  ]);
  return StateValues.parse(Object.fromEntries(rows));
}

function initialEntry(element: Element): [string, Values][] {
  const slot = SLOTS[element.type];
  if (!slot) return [];
  const empty = MANY.has(slot.value) ? [] : null;
  return [[element.action_id ?? '', { type: element.type, [slot.value]: element[slot.initial] ?? empty }]];
}
