import { isPending } from '../../domain/approval.ts';
import type { Approval, Executed, Expired, Pending, Stale, Unknown } from '../../domain/approval.ts';
import { cardVersion } from '../../domain/bundle.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import { plainText } from './block-kit.ts';
import type { Button } from './block-kit.ts';
import { BUTTON_TEXT } from './limits.ts';
import { line, plain, slackLength } from './text.ts';

export const APPROVE_ACTION = 'approve_request';
/** Opens the reject form. */
export const REJECT_ACTION = 'reject_request';
/** Rejects one row of a card. */
export const DROP_ACTION = 'drop_request';
export const EDIT_ACTION = 'edit_request';
export const ASK_ACTION = 'ask_requester';
export const DETAILS_ACTION = 'show_details';
export const REOPEN_ACTION = 'reopen_request';
/** Takes back what was carried out a moment ago. */
export const UNDO_ACTION = 'undo_execution';
export const SETTLE_DONE_ACTION = 'settle_done';
export const SETTLE_NOT_DONE_ACTION = 'settle_not_done';

/** What a button carries: the approval and the version of the card it was drawn on; everything else stays in the ledger. */
export interface DecisionValue {
  approval: ApprovalId;
  version: number;
}

export const decisionValue = ({ approval, version }: DecisionValue): string => `${approval}:${version}`;

/** Undefined for anything that no card of ours carries. */
export function parseDecisionValue(value: string): DecisionValue | undefined {
  const [id, version, ...rest] = value.split(':');
  const approval = ApprovalId.safeParse(id);
  if (!approval.success || rest.length > 0 || !/^[1-9]\d{0,8}$/.test(version ?? '')) return undefined;
  return { approval: approval.data, version: Number(version) };
}

/** A button says its whole effect or is not drawn. */
export const fitsButton = (label: string): boolean => slackLength(line(label)) <= BUTTON_TEXT;
export const namesEffect = ({ proposal }: Approval): boolean => fitsButton(proposal.words.effect);

/** For the card of a single request. Only a pending one that is shown whole can be approved. */
export function singleButtons(approval: Approval, mayApprove: boolean): readonly Button[] {
  return approval.status === 'pending'
    ? [...approveButtons([approval], mayApprove), rowButton(approval, EDIT_ACTION, 'Edit'), ...cardButtons([approval])]
    : [...settlingButtons(approval), ...(approval.status === 'prepared' ? [] : [detailsButton([approval])])];
}

/** For one row of several, whose details are those of the card. */
export function rowButtons(approval: Approval): readonly Button[] {
  return approval.status === 'pending'
    ? [rowButton(approval, EDIT_ACTION, 'Edit'), rowButton(approval, DROP_ACTION, 'Drop')]
    : settlingButtons(approval);
}

/** For all rows of a card together. */
export function bundleButtons(rows: readonly Approval[], mayApprove: boolean): readonly Button[] {
  return rows.some(isPending) ? [...approveButtons(rows, mayApprove), ...cardButtons(rows)] : [detailsButton(rows)];
}

/** `Do all 3`; the effect itself where only one is left. */
function approveButtons(rows: readonly Approval[], mayApprove: boolean): readonly Button[] {
  const [first, ...others] = rows.filter(isPending);
  if (!first || !mayApprove) return [];
  const label = others.length === 0 ? first.proposal.words.effect : `Do all ${others.length + 1}`;
  return [button(APPROVE_ACTION, label, { value: cardValue(rows), style: 'primary' })];
}

/** What may be done with a card that waits, beside approving it. */
export function cardButtons(rows: readonly Approval[]): readonly Button[] {
  const value = cardValue(rows);
  return [
    button(REJECT_ACTION, 'Reject', { value, style: 'danger' }),
    detailsButton(rows),
    ...askButtons(rows.filter(isPending), value),
  ];
}

const detailsButton = (rows: readonly Approval[]): Button =>
  button(DETAILS_ACTION, 'Details', { value: cardValue(rows) });

/** None while a question waits for its answer. */
function askButtons(waiting: readonly Pending[], value: string): readonly Button[] {
  if (waiting.some(({ paused }) => paused)) return [];
  const whom = waiting.some(({ requester }) => requester.role === 'customer') ? 'customer' : 'requester';
  return [button(ASK_ACTION, `Ask ${whom}`, { value })];
}

/** What is still to be done about one that does not wait for a decision. */
function settlingButtons(approval: Exclude<Approval, Pending>): readonly Button[] {
  switch (approval.status) {
    case 'unknown':
      return settleButtons(approval);
    case 'expired':
      return reopenButtons(approval, 'Propose again');
    case 'stale':
      return reopenButtons(approval, 'Review new request');
    case 'executed':
      return undoButtons(approval);
    case 'prepared':
    case 'approved':
    case 'executing':
    case 'failed':
    case 'rejected':
    case 'withdrawn':
    case 'superseded':
      return [];
  }
}

/** None is the likelier one: neither is primary. */
const settleButtons = (approval: Unknown): readonly Button[] =>
  approval.forPerson
    ? [
        rowButton(approval, SETTLE_DONE_ACTION, 'It was done'),
        rowButton(approval, SETTLE_NOT_DONE_ACTION, 'It was not done'),
      ]
    : [];

const undoButtons = (approval: Executed): readonly Button[] =>
  approval.undoUntil === undefined ? [] : [rowButton(approval, UNDO_ACTION, 'Undo')];

const reopenButtons = (approval: Expired | Stale, label: string): readonly Button[] =>
  approval.reopened || approval.erasedAt !== undefined ? [] : [rowButton(approval, REOPEN_ACTION, label)];

function cardValue(rows: readonly Approval[]): string {
  const [first] = rows;
  if (!first) throw new Error('a card needs a request');
  return decisionValue({ approval: cardOf(first), version: cardVersion(rows) });
}

const rowButton = (row: Approval, action: string, label: string): Button =>
  button(action, label, { value: decisionValue({ approval: row.id, version: row.version }) });

export function button(action: string, label: string, rest: Pick<Button, 'value' | 'style'>): Button {
  return { type: 'button', action_id: action, text: plainText(plain(label, BUTTON_TEXT)), ...rest };
}
