import { isPending } from '../../domain/approval.ts';
import type { Approval, Approved, Pending, Rejected } from '../../domain/approval.ts';
import { barredAs, decide } from '../../domain/decide.ts';
import type { Click } from '../../domain/decide.ts';
import type { Policy } from '../../domain/policy.ts';
import { stricterOfPeople } from '../../domain/requirement.ts';
import type { PeopleRequirement } from '../../domain/requirement.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { DeskRefusal } from '../../ports/desk.ts';
import type { Store } from '../../ports/store.ts';
import { underPolicyNow } from '../policy-now.ts';

/** One step of a row, not yet saved. */
export interface Moved {
  from: Approval;
  to: Pending | Approved | Rejected;
}

interface Decided {
  rows: readonly Approval[];
  click: Click;
  now: Instant;
}

/** Every row that waits, by one click: all of them or none. What the strictest needs now is needed by each. */
export async function decideRows(
  deps: { store: Store; policy: Policy },
  { rows, click, now }: Decided,
): Promise<Result<readonly Moved[], DeskRefusal>> {
  const pending = rows.filter(isPending);
  const barred = barredFrom(pending.length > 0 ? pending : rows, click);
  if (barred) return refuse(barred);
  const needs = await strictestNow(deps, pending, now);
  if (!needs.ok && click.verdict === 'approve') return needs;
  if (pending.length === 0) return decideEach(rows, click, now);
  return decideEach(
    needs.ok ? pending.map((row) => ({ ...row, needs: needs.value ?? row.needs })) : pending,
    click,
    now,
  );
}

function barredFrom(rows: readonly Approval[], click: Click): DeskRefusal | undefined {
  for (const approval of rows) {
    const code = barredAs(approval, click);
    if (code) return { code, approval };
  }
  return undefined;
}

/** Undefined for no rows. */
async function strictestNow(
  deps: { store: Store; policy: Policy },
  pending: readonly Pending[],
  now: Instant,
): Promise<Result<PeopleRequirement | undefined, DeskRefusal>> {
  let strictest: PeopleRequirement | undefined;
  for (const approval of pending) {
    const current = await underPolicyNow(deps, approval, now);
    if (!current.ok) return refuse({ code: current.refusal, approval });
    strictest = strictest ? stricterOfPeople(strictest, current.value.needs) : current.value.needs;
  }
  return ok(strictest);
}

function decideEach(rows: readonly Approval[], click: Click, now: Instant): Result<readonly Moved[], DeskRefusal> {
  const moves: Moved[] = [];
  for (const from of rows) {
    const decided = decide(from, click, now);
    if (!decided.ok) return refuse({ code: decided.refusal, approval: from });
    moves.push({ from, to: decided.value });
  }
  return ok(moves);
}
