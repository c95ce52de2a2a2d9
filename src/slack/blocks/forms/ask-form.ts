import type { Form } from '../../../ports/desk.ts';
import { about } from './about.ts';
import { asker, input, lines, view } from './form-kit.ts';
import type { View } from './form-kit.ts';

export const ASK_FORM = 'ask_form';

/** A question to the person who asked; the clock is paused until they answer. */
export function askForm({ approval }: Extract<Form, { kind: 'ask' }>): View {
  const hint = 'It is posted in their thread. The clock is paused until they answer.';
  return view({ id: ASK_FORM, title: `Ask ${asker(approval)}`, submit: 'Ask' }, approval, [
    about(approval),
    input('question', { label: `Question to ${asker(approval)}`, hint }, lines()),
  ]);
}
