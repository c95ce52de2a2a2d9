import { make } from '../dom.ts';
import { fieldsOf, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Place } from './context.ts';
import { holdValue, namesFor } from './field.ts';
import { plainTextOf } from './text.ts';

export function drawSelect(element: Fields, place: Place): HTMLElement {
  const options = optionsOf(element);
  const control = make(
    'select',
    { ...namesFor(element, place), class: 'field short', 'data-key': stringOf(element['action_id']) },
    make('option', { value: '' }, plainTextOf(element['placeholder']) || 'Choose…'),
    ...options.map((option, index) => make('option', { value: String(index) }, plainTextOf(option['text']))),
  );
  const initial = stringOf(fieldsOf(element['initial_option'])['value']);
  const chosen = options.findIndex(({ value }) => value === initial);
  control.value = chosen < 0 ? '' : String(chosen);
  holdValue(control, element, place, () => {
    const option = control.value === '' ? undefined : options[Number(control.value)];
    return { state: { selected_option: option ?? null }, change: option ? { selectedOption: option } : {} };
  });
  return control;
}

export function drawMultiSelect(element: Fields, place: Place): HTMLElement {
  const options = optionsOf(element);
  const initial = valuesOf(element['initial_options']);
  const control = make('select', { ...namesFor(element, place), class: 'field', multiple: true });
  for (const option of options) {
    control.append(make('option', { selected: initial.includes(option['value']) }, plainTextOf(option['text'])));
  }
  holdValue(control, element, place, () => {
    const selected = options.filter((_, index) => control.options[index]?.selected);
    return { state: { selected_options: selected }, change: { selectedOptions: selected } };
  });
  return control;
}

export function drawPeople(element: Fields, place: Place): HTMLElement {
  const control = make(
    'select',
    { ...namesFor(element, place), class: 'field short' },
    make('option', { value: '' }, plainTextOf(element['placeholder']) || 'Choose a person…'),
    ...place.context.people.map(({ id, realName }) => make('option', { value: id }, realName)),
  );
  control.value = stringOf(element['initial_user']);
  holdValue(control, element, place, () => {
    const picked = control.value === '' ? null : control.value;
    return { state: { selected_user: picked }, change: { value: control.value } };
  });
  return control;
}

export function drawRadios(element: Fields, place: Place): HTMLElement {
  const initial = [fieldsOf(element['initial_option'])['value']];
  const { group, options, boxes } = drawBoxes('radio', element, place, initial);
  holdValue(group, element, place, () => {
    const option = options.find((_, index) => boxes[index]?.checked);
    return { state: { selected_option: option ?? null }, change: option ? { selectedOption: option } : {} };
  });
  return group;
}

export function drawCheckboxes(element: Fields, place: Place): HTMLElement {
  const { group, options, boxes } = drawBoxes('checkbox', element, place, valuesOf(element['initial_options']));
  holdValue(group, element, place, () => {
    const selected = options.filter((_, index) => boxes[index]?.checked);
    return { state: { selected_options: selected }, change: { selectedOptions: selected } };
  });
  return group;
}

function drawBoxes(type: 'radio' | 'checkbox', element: Fields, place: Place, initial: readonly unknown[]): Boxes {
  const options = optionsOf(element);
  const name = `${place.context.scope}-${place.blockId}-${stringOf(element['action_id'])}`;
  const boxes = options.map((option) => make('input', { type, name, checked: initial.includes(option['value']) }));
  const rows = boxes.map((box, index) => {
    const option = options[index] ?? {};
    const description = plainTextOf(option['description']);
    const note = description === '' ? undefined : make('span', { class: 'hint' }, description);
    return make('label', { class: 'box' }, box, make('span', {}, plainTextOf(option['text']), note));
  });
  const legend = place.input ? { 'aria-labelledby': `${place.input.controlId}-label` } : { 'aria-label': 'Options' };
  return { group: make('fieldset', { ...legend, class: 'boxes' }, ...rows), options, boxes };
}

interface Boxes {
  group: HTMLFieldSetElement;
  options: readonly Fields[];
  boxes: readonly HTMLInputElement[];
}

function optionsOf(element: Fields): readonly Fields[] {
  const groups = listOf(element['option_groups']).flatMap((group) => listOf(fieldsOf(group)['options']));
  return [...listOf(element['options']), ...groups].map(fieldsOf);
}

const valuesOf = (options: unknown): readonly unknown[] => listOf(options).map((option) => fieldsOf(option)['value']);
