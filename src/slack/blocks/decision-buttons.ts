import type { Pending } from '../../domain/approval.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { plainText } from './block-kit.ts';
import type { Block, Button } from './block-kit.ts';
import { BUTTON_TEXT } from './limits.ts';
import { line, plain } from './text.ts';

export const APPROVE_ACTION = 'approve_request';
export const REJECT_ACTION = 'reject_request';

/** What a button carries: the approval and the version of the card it was drawn on; everything else stays in the ledger. */
export interface DecisionValue {
  approval: ApprovalId;
  version: number;
}

/** Undefined for anything that no card of ours carries. */
export function parseDecisionValue(value: string): DecisionValue | undefined {
  const [id, version, ...rest] = value.split(':');
  const approval = ApprovalId.safeParse(id);
  if (!approval.success || rest.length > 0 || !/^[1-9]\d{0,8}$/.test(version ?? '')) return undefined;
  return { approval: approval.data, version: Number(version) };
}

/** A button says its whole effect or is not drawn. */
export const namesEffect = (approval: Pending): boolean => line(approval.proposal.words.effect).length <= BUTTON_TEXT;

export function decisionButtons(approval: Pending, mayApprove: boolean): Block {
  const value = `${approval.id}:${approval.version}`;
  const approve = button(APPROVE_ACTION, { text: approval.proposal.words.effect, value, style: 'primary' });
  const reject = button(REJECT_ACTION, { text: 'Reject', value, style: 'danger' });
  return { type: 'actions', elements: mayApprove ? [approve, reject] : [reject] };
}

function button(
  action: string,
  { text, value, style }: { text: string; value: string; style: Button['style'] },
): Button {
  return { type: 'button', action_id: action, text: plainText(plain(text, BUTTON_TEXT)), value, style };
}
