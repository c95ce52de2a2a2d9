import type { Approval } from '../../domain/approval.ts';
import { canonical } from '../../domain/json.ts';
import type { Json } from '../../domain/json.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { NOTE_LENGTH } from '../../ports/desk.ts';
import type { Entry, Problem } from '../../ports/desk.ts';
import type { Action } from '../../tools/tool.ts';
import { tooLong, wrongField } from './at-desk.ts';

/** What a colleague makes of a request. */
export interface Wish {
  input: Json;
  /** To the requester; '' for none. */
  note: string;
}

/** What was typed, read by the action's own rules; a problem where it cannot be read or changes nothing. */
export function wishOf(
  action: Action,
  { proposal, noteToRequester = '' }: Approval,
  entry: Extract<Entry, { kind: 'edit' }>,
): Result<Wish, Problem> {
  const note = entry.note.trim();
  if (note.length > NOTE_LENGTH) return tooLong('note', NOTE_LENGTH);
  const input = inputOf(action, proposal.input, entry.amount?.trim() ?? '');
  if (!input.ok) return input;
  if (note !== noteToRequester || canonical(input.value) !== canonical(proposal.input))
    return ok({ input: input.value, note });
  return action.withAmount
    ? wrongField('amount', 'Nothing would change: enter another amount or a note.')
    : wrongField('note', 'Nothing would change: enter a note.');
}

function inputOf(action: Action, input: Json, amount: string): Result<Json, Problem> {
  if (!action.withAmount) return ok(input);
  if (amount === '') return wrongField('amount', 'Enter an amount, such as 48.00.');
  const changed = action.withAmount(input, amount);
  return changed.ok ? changed : wrongField('amount', changed.refusal.message);
}

export const isSameEdit = ({ proposal, noteToRequester = '' }: Approval, { input, note }: Wish): boolean =>
  noteToRequester === note && canonical(proposal.input) === canonical(input);
