import type { Fields } from '../json.ts';
import { stringOf } from '../json.ts';
import { drawButton, drawFeedback, drawIconButton, drawOverflow } from './button.ts';
import { drawCheckboxes, drawMultiSelect, drawPeople, drawRadios, drawSelect } from './choice.ts';
import type { Place } from './context.ts';
import { drawImage, drawUnknown } from './fallback.ts';
import { drawDate, drawTextInput, drawTime } from './field.ts';

const ELEMENTS = new Map<string, (element: Fields, place: Place) => HTMLElement>([
  ['button', drawButton],
  ['workflow_button', drawButton],
  ['feedback_buttons', drawFeedback],
  ['icon_button', drawIconButton],
  ['overflow', drawOverflow],
  ['static_select', drawSelect],
  ['multi_static_select', drawMultiSelect],
  ['users_select', drawPeople],
  ['radio_buttons', drawRadios],
  ['checkboxes', drawCheckboxes],
  ['plain_text_input', drawTextInput],
  ['number_input', drawTextInput],
  ['email_text_input', drawTextInput],
  ['url_text_input', drawTextInput],
  ['datepicker', drawDate],
  ['timepicker', drawTime],
  ['image', drawImage],
]);

export function drawElement(element: Fields, place: Place): HTMLElement {
  return ELEMENTS.get(stringOf(element['type']))?.(element, place) ?? drawUnknown(element);
}
