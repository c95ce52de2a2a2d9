import { z } from 'zod';
import { isPending } from '../../domain/approval.ts';
import type { Pending } from '../../domain/approval.ts';
import { barredAs } from '../../domain/decide.ts';
import type { Money } from '../../domain/money.ts';
import { money } from '../../domain/money.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { DeskRefusal, Entry, Form } from '../../ports/desk.ts';
import type { Action } from '../../tools/tool.ts';
import { asPending, notPossible, save, wrongField } from './at-desk.ts';
import type { AtDesk, Submitted } from './at-desk.ts';
import { rowsWith } from '../bundle-order.ts';
import type { ApprovalDeps } from '../deps.ts';
import { editedChange, edition } from './edition.ts';
import { isSameEdit, wishOf } from './edit-wish.ts';
import { actionOf } from '../execute/execute-approval.ts';
import { replan } from '../decide/replan.ts';
import type { NotPlanned } from '../decide/replan.ts';

/** Also for colleagues who could not approve it: the policy says anew who decides on what they made of it. */
export async function editForm(deps: ApprovalDeps, at: AtDesk): Promise<Result<Form, DeskRefusal>> {
  const pending = editable(at, deps.now());
  if (!pending.ok) return refuse({ code: pending.refusal, approval: at.approval });
  const amount = amountOf(actionOf(deps, at.approval), pending.value);
  return ok({ kind: 'edit', approval: pending.value, ...(amount && { amount }) });
}

/** The request as a colleague wants it: checked like a new one, and decided on by somebody else. Nobody in the thread is told yet. */
export async function submitEdit(
  deps: ApprovalDeps,
  at: AtDesk,
  entry: Extract<Entry, { kind: 'edit' }>,
): Promise<Submitted> {
  const now = deps.now();
  const wish = wishOf(actionOf(deps, at.approval), at.approval, entry);
  const pending = editable(at, now);
  if (!pending.ok) {
    const before = wish.ok && (await sameEdit(deps, at, wish.value));
    return before ? ok(before) : notPossible(pending.refusal, at.approval);
  }
  if (!wish.ok) return wish;
  const planned = await replan(deps, pending.value, wish.value.input, now);
  if (!planned.ok) return asProblem(actionOf(deps, at.approval), planned.refusal);
  const others = await othersOnCard(deps, pending.value, now);
  const edited = edition(
    deps,
    { ...planned.value, from: pending.value, others, by: at.by, note: wish.value.note },
    now,
  );
  const { superseded, next, moved } = edited;
  return (await save(deps, editedChange(deps.newId, edited, now), [superseded, next, ...moved])) ? ok(next) : 'moved';
}

const asProblem = (action: Action, { why, sentence }: NotPlanned) =>
  wrongField(action.withAmount && why === 'refused' ? 'amount' : 'form', sentence);

/** The same form sent twice: what it made the first time. */
async function sameEdit({ store }: ApprovalDeps, { approval, by }: AtDesk, wish: Parameters<typeof isSameEdit>[1]) {
  const next = approval.status === 'superseded' ? await store.approval(approval.by.id) : undefined;
  return next?.editor?.person === by.person && isSameEdit(next, wish) ? next : undefined;
}

/** Never by who asked or who benefits. */
function editable({ approval, by }: AtDesk, now: Instant): Result<Pending, ClickRefusal> {
  const barred = barredFromEditing({ approval, by });
  return barred ? refuse(barred) : asPending(approval, now);
}

function barredFromEditing({ approval, by }: AtDesk): ClickRefusal | undefined {
  if (by.person === approval.requester.person) return 'own-request';
  const barred = barredAs(approval, { verdict: 'reject', by });
  return barred ?? (by.customerId === approval.proposal.customer ? 'beneficiary' : undefined);
}

/** Rows that wait on the same card and can still be decided. */
async function othersOnCard({ store }: ApprovalDeps, row: Pending, now: Instant): Promise<readonly Pending[]> {
  const rows = (await rowsWith(store, row)).filter(isPending);
  return rows.filter(({ id, expiresAt }) => id !== row.id && now < expiresAt);
}

/** What was paid and given back of it, in minor units, where an action keeps that. */
const Paid = z.object({ paid: z.number().int(), refunded: z.number().int() });

function amountOf(action: Action, { proposal }: Pending): { now: Money; most?: Money } | undefined {
  const { cost, basis } = proposal;
  if (!action.withAmount || !cost) return undefined;
  const paid = Paid.safeParse(basis);
  if (!paid.success) return { now: cost };
  return { now: cost, most: money(paid.data.paid - paid.data.refunded, cost.currency) };
}
