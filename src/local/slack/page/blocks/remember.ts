import { fieldsOf, isRecord, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { FormValues } from '../protocol.ts';

const INITIAL = new Map([
  ['value', 'initial_value'],
  ['selected_option', 'initial_option'],
  ['selected_options', 'initial_options'],
  ['selected_date', 'initial_date'],
  ['selected_time', 'initial_time'],
  ['selected_user', 'initial_user'],
]);

/** The blocks with what a person typed so far in place of what they started with; ids that are new start afresh. */
export function withValues(blocks: readonly unknown[], values: FormValues): readonly unknown[] {
  return blocks.map((value) => {
    if (!isRecord(value)) return value;
    const typed = values[stringOf(value['block_id'])] ?? {};
    const element = isRecord(value['element']) ? { element: withState(value['element'], typed) } : {};
    const accessory = isRecord(value['accessory']) ? { accessory: withState(value['accessory'], typed) } : {};
    const elements =
      value['type'] === 'actions'
        ? { elements: listOf(value['elements']).map((item) => withState(fieldsOf(item), typed)) }
        : {};
    return { ...value, ...element, ...accessory, ...elements };
  });
}

function withState(element: Fields, typed: Record<string, Fields>): Fields {
  const state = typed[stringOf(element['action_id'])];
  if (!state || state['type'] !== element['type']) return element;
  const initial = Object.entries(state).flatMap(([name, value]) => {
    const key = INITIAL.get(name);
    return key === undefined ? [] : [[key, value]];
  });
  return { ...element, ...Object.fromEntries(initial) };
}
