import { make, setAttributes } from '../dom.ts';
import type { Attributes } from '../dom.ts';
import { numberOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Interaction } from '../protocol.ts';
import type { Place } from './context.ts';
import { interact } from './interact.ts';
import { plainTextOf } from './text.ts';

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | HTMLFieldSetElement;

/** What every element that holds a value has in common: a name, a reader for the form, and a click when it dispatches. */
export function holdValue(
  control: Control,
  element: Fields,
  place: Place,
  read: () => { state: Fields; change: Omit<Interaction, 'blockId' | 'actionId'> },
): void {
  const actionId = stringOf(element['action_id']);
  const type = stringOf(element['type']);
  place.context.keep({
    blockId: place.blockId,
    actionId,
    isRequired: place.input !== undefined,
    read: () => ({ type, ...read().state }),
    complain: (text) => setAttributes(control, { 'aria-invalid': text === '' ? undefined : 'true' }),
    focus: () => (control.querySelector('input') ?? control).focus(),
  });
  if (!place.dispatches) return;
  control.addEventListener('change', () => void interact(control, element, place, read().change));
}

/** The attributes that tie a control to its label and its complaint, or name it when it has no label. */
export function namesFor(element: Fields, place: Place): Attributes {
  if (place.input) return { id: place.input.controlId, 'aria-describedby': place.input.describedBy };
  return { 'aria-label': plainTextOf(element['placeholder']) || stringOf(element['action_id']) };
}

export function drawTextInput(element: Fields, place: Place): HTMLElement {
  const length = numberOf(element['max_length']);
  const attributes: Attributes = {
    ...namesFor(element, place),
    class: 'field',
    placeholder: plainTextOf(element['placeholder']) || undefined,
    maxlength: length === undefined ? undefined : String(length),
    inputmode: element['type'] === 'number_input' ? 'decimal' : undefined,
    autocomplete: 'off',
  };
  const control =
    element['multiline'] === true ? make('textarea', { ...attributes, rows: '4' }) : make('input', attributes);
  control.value = stringOf(element['initial_value']);
  holdValue(control, element, place, () => {
    const value = control.value === '' ? null : control.value;
    return { state: { value }, change: { value: control.value } };
  });
  return control;
}

export const drawDate = (element: Fields, place: Place): HTMLElement => drawPicker('date', element, place);
export const drawTime = (element: Fields, place: Place): HTMLElement => drawPicker('time', element, place);

function drawPicker(kind: 'date' | 'time', element: Fields, place: Place): HTMLElement {
  const control = make('input', { ...namesFor(element, place), class: 'field short', type: kind });
  control.value = stringOf(element[`initial_${kind}`]);
  holdValue(control, element, place, () => {
    const picked = control.value === '' ? null : control.value;
    return { state: { [`selected_${kind}`]: picked }, change: { value: control.value } };
  });
  return control;
}
