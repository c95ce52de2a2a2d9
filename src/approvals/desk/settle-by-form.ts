import type { Approval, Statement } from '../../domain/approval.ts';
import { barredAs } from '../../domain/decide.ts';
import { parseAmount } from '../../domain/money.ts';
import type { Money } from '../../domain/money.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { hear, statementsOf } from '../../domain/testimony.ts';
import type { Finding } from '../../domain/testimony.ts';
import { NOTE_LENGTH } from '../../ports/desk.ts';
import type { DeskRefusal, Entry, Form, Problem } from '../../ports/desk.ts';
import { notPossible, tooLong, wrongField } from './at-desk.ts';
import type { AtDesk, Submitted } from './at-desk.ts';
import type { ApprovalDeps } from '../deps.ts';
import { settleUnknown } from '../execute/settle-unknown.ts';

/** Longest id that a company gives what was done. */
const REFERENCE_LENGTH = 100;

/** For whoever could settle it like this now. */
export async function settleForm(
  { now }: Pick<ApprovalDeps, 'now'>,
  { approval, by }: AtDesk,
  verdict: Statement['verdict'],
): Promise<Result<Form, DeskRefusal>> {
  const barred = barredAs(approval, { verdict: 'approve', by });
  if (barred) return refuse({ code: barred, approval });
  if (approval.status !== 'unknown') return refuse({ code: 'not-now', approval });
  const tried = hear(approval, { verdict, by, note: '' }, now());
  if (!tried.ok) return refuse({ code: tried.refusal, approval });
  const amount = verdict === 'done' ? supposed(approval) : undefined;
  return ok({ kind: 'settle', approval, verdict, ...(amount && { amount }) });
}

/** What a colleague found out about an outcome that nobody could tell. */
export async function submitFinding(
  deps: ApprovalDeps,
  { approval, by }: AtDesk,
  entry: Extract<Entry, { kind: 'settle' }>,
): Promise<Submitted> {
  const read = findingIn(approval, entry);
  if (!read.ok) return read;
  const finding = { ...read.value, by };
  if (wasStated(approval, { ...finding, by: by.person })) return ok(approval);
  const settled = await settleUnknown(deps, { approval: approval.id, finding });
  if (settled.ok) return settled;
  return notPossible(settled.refusal.code, settled.refusal.approval ?? approval);
}

/** What was typed, as far as it can be a finding. */
function findingIn(
  approval: Approval,
  { verdict, ...typed }: Extract<Entry, { kind: 'settle' }>,
): Result<Omit<Finding, 'by'>, Problem> {
  const note = typed.note.trim();
  const reference = typed.reference.trim();
  if (note === '') return wrongField('note', 'Please write how you know.');
  if (note.length > NOTE_LENGTH) return tooLong('note', NOTE_LENGTH);
  if (reference.length > REFERENCE_LENGTH) return tooLong('reference', REFERENCE_LENGTH);
  const amount = verdict === 'done' ? amountIn(approval, typed.amount?.trim() ?? '') : ok(undefined);
  if (!amount.ok) return wrongField('amount', amount.refusal);
  return ok({
    verdict,
    note,
    ...(reference === '' ? {} : { reference }),
    ...(amount.value && { amount: amount.value }),
  });
}

/** What the company says was moved, else what was asked for. */
const supposed = (approval: Approval): Money | undefined =>
  (approval.status === 'unknown' ? approval.amount : undefined) ?? approval.proposal.cost;

/** Undefined: what was asked for, or no money. */
function amountIn(approval: Approval, typed: string): Result<Money | undefined, string> {
  const { cost } = approval.proposal;
  if (!cost) return ok(undefined);
  const amount = typed === '' ? supposed(approval) : parseAmount(typed, cost.currency);
  if (!amount || amount.minor === 0) return refuse('Enter what was really moved, such as 48.00.');
  return ok(amount.minor === cost.minor ? undefined : amount);
}

/** The same form sent twice. */
const wasStated = (approval: Approval, stated: Pick<Statement, 'verdict' | 'by' | 'note'>): boolean =>
  statementsOf(approval).some(
    ({ verdict, by, note }) => verdict === stated.verdict && by === stated.by && note === stated.note,
  );
