import { REJECT_REASONS } from '../../../domain/approval.ts';
import type { Form } from '../../../ports/desk.ts';
import { REJECT_REASON_WORDS } from '../reject-reasons.ts';
import { about } from './about.ts';
import { asker, checkbox, input, lines, select, view } from './form-kit.ts';
import type { View } from './form-kit.ts';

export const REJECT_FORM = 'reject_form';
export const TAKES_OVER = 'takes-over';

/** Why not, for colleagues; what the person is told; and who goes on with them. */
export function rejectForm({ approval, said }: Extract<Form, { kind: 'reject' }>): View {
  const reasons = REJECT_REASONS.map((reason) => [reason, REJECT_REASON_WORDS[reason]] as const);
  return view({ id: REJECT_FORM, title: 'Reject this request', submit: 'Reject' }, approval, [
    about(approval),
    input('reason', { label: 'Reason' }, select(reasons)),
    input('note', { label: 'Internal note', hint: 'Colleagues only.', optional: true }, lines()),
    input(
      'said',
      { label: `Message to ${asker(approval)}`, hint: 'They will read this.', optional: true },
      lines(said),
    ),
    input(
      'takes-over',
      { label: 'Conversation', optional: true },
      checkbox([TAKES_OVER, 'Hand this conversation to me']),
    ),
  ]);
}
