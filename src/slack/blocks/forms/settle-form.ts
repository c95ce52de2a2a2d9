import type { Statement } from '../../../domain/approval.ts';
import { toDecimal } from '../../../domain/money.ts';
import type { Money } from '../../../domain/money.ts';
import type { Form } from '../../../ports/desk.ts';
import { section } from '../block-kit.ts';
import type { Block } from '../block-kit.ts';
import { cardStatus } from '../card-status.ts';
import { about } from './about.ts';
import { input, lines, oneLine, view } from './form-kit.ts';
import type { FormBlock, View } from './form-kit.ts';

export const SETTLE_DONE_FORM = 'settle_done_form';
export const SETTLE_NOT_DONE_FORM = 'settle_not_done_form';

const FRAMES: Record<Statement['verdict'], { id: string; title: string; submit: string }> = {
  done: { id: SETTLE_DONE_FORM, title: 'It was done', submit: 'Settle: done' },
  'not-done': { id: SETTLE_NOT_DONE_FORM, title: 'It was not done', submit: 'Settle: not done' },
};

/** What a colleague found out where the company cannot tell. */
export function settleForm({ approval, verdict, amount }: Extract<Form, { kind: 'settle' }>): View {
  const reference = { label: 'Reference', hint: "The company's id for what was done.", optional: true } as const;
  return view(FRAMES[verdict], approval, [
    about(approval),
    section(cardStatus(approval)),
    ...twoPeople(approval.needs),
    ...(amount ? [amountInput(amount)] : []),
    input('note', { label: 'Note: how do you know?' }, lines()),
    ...(verdict === 'done' ? [input('reference', reference, oneLine())] : []),
  ]);
}

const amountInput = (amount: Money): FormBlock =>
  input(
    'amount',
    { label: `Amount (${amount.currency})`, hint: 'What was really moved, whatever was asked for.' },
    oneLine(toDecimal(amount)),
  );

const twoPeople = (needs: Extract<Form, { kind: 'settle' }>['approval']['needs']): readonly Block[] =>
  needs.kind === 'people' && needs.count === 2 ? [section('It is settled once a second person says the same.')] : [];
