import { make } from '../dom.ts';
import { fieldsOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { BlockContext, Field, Place } from './context.ts';
import { drawElement } from './elements.ts';
import { plainTextOf } from './text.ts';

/** A labelled field with its hint and a place for the complaint about it, which goes as soon as something is entered. */
export function drawInput(block: Fields, context: BlockContext): HTMLElement {
  const element = fieldsOf(block['element']);
  const blockId = stringOf(block['block_id']);
  const controlId = `${context.scope}-${blockId}-${stringOf(element['action_id'])}`;
  const isRequired = block['optional'] !== true;
  const complaint = make('p', { class: 'complaint', id: `${controlId}-note`, role: 'alert' });
  const hint = drawHint(block, controlId);
  const held: Field[] = []; // the element's own field, once it is drawn
  const complain = (text: string): void => {
    complaint.textContent = text;
    for (const field of held) field.complain(text);
  };
  const keep = (field: Field): void => {
    held.push(field);
    context.keep({ ...field, isRequired, complain });
  };
  const place: Place = {
    blockId,
    dispatches: block['dispatch_action'] === true,
    input: { controlId, describedBy: hint ? `${complaint.id} ${hint.id}` : complaint.id },
    context: { ...context, keep },
  };
  const control = drawElement(element, place);
  control.addEventListener('input', () => complain(''));
  const label = drawLabel(plainTextOf(block['label']), controlId, isRequired);
  return make('div', { class: 'block input' }, label, control, complaint, hint);
}

const drawLabel = (text: string, controlId: string, isRequired: boolean): HTMLElement =>
  make(
    'label',
    { class: 'label', for: controlId, id: `${controlId}-label` },
    text,
    isRequired ? undefined : make('span', { class: 'hint' }, ' (optional)'),
  );

function drawHint(block: Fields, controlId: string): HTMLElement | undefined {
  const text = plainTextOf(block['hint']);
  return text === '' ? undefined : make('p', { class: 'hint', id: `${controlId}-hint` }, text);
}
