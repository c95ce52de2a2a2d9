import { formatMoney, toDecimal } from '../../../domain/money.ts';
import type { Form } from '../../../ports/desk.ts';
import { about } from './about.ts';
import { asker, input, lines, oneLine, view } from './form-kit.ts';
import type { FormBlock, View } from './form-kit.ts';

export const EDIT_FORM = 'edit_form';

/** What a colleague may change before it is decided: how much, and what the person is told with it. */
export function editForm({ approval, amount }: Extract<Form, { kind: 'edit' }>): View {
  const note = input(
    'note',
    { label: `Note to ${asker(approval)}`, hint: 'They will read this with the outcome.', optional: true },
    lines(approval.noteToRequester),
  );
  return view({ id: EDIT_FORM, title: 'Change this request', submit: 'Save change' }, approval, [
    about(approval, amount ? [METHOD] : []),
    ...(amount ? [amountInput(amount)] : []),
    note,
  ]);
}

const METHOD = '*Method* Back to the original payment method';

const amountInput = ({ now, most }: NonNullable<Extract<Form, { kind: 'edit' }>['amount']>): FormBlock =>
  input(
    'amount',
    { label: `Amount (${now.currency})`, ...(most ? { hint: `At most ${formatMoney(most)}.` } : {}) },
    oneLine(toDecimal(now)),
  );
