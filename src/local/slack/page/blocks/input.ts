import { make } from '../dom.ts';
import { fieldsOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { BlockContext, Place } from './context.ts';
import { drawElement } from './elements.ts';
import { plainTextOf } from './text.ts';

/** A labelled field with its hint and a place for the complaint about it. */
export function drawInput(block: Fields, context: BlockContext): HTMLElement {
  const element = fieldsOf(block['element']);
  const blockId = stringOf(block['block_id']);
  const controlId = `${context.scope}-${blockId}-${stringOf(element['action_id'])}`;
  const isOptional = block['optional'] === true;
  const complaint = make('p', { class: 'complaint', id: `${controlId}-note`, role: 'alert' });
  const place: Place = {
    blockId,
    dispatches: block['dispatch_action'] === true,
    input: { controlId, describedBy: complaint.id },
    context: {
      ...context,
      keep: (field) =>
        context.keep({
          ...field,
          isRequired: !isOptional,
          complain: (text) => {
            field.complain(text);
            complaint.textContent = text;
          },
        }),
    },
  };
  const hint = plainTextOf(block['hint']);
  return make(
    'div',
    { class: 'block input' },
    make(
      'label',
      { class: 'label', for: controlId, id: `${controlId}-label` },
      plainTextOf(block['label']),
      isOptional ? make('span', { class: 'hint' }, ' (optional)') : undefined,
    ),
    drawElement(element, place),
    complaint,
    hint === '' ? undefined : make('p', { class: 'hint' }, hint),
  );
}
