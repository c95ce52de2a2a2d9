import type { Approval, Pending } from '../../domain/approval.ts';
import { settledAs } from '../../domain/decide.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { FieldName, Problem } from '../../ports/desk.ts';
import type { Change } from '../../ports/store.ts';
import { settleAgainJob } from '../jobs.ts';
import { settle } from '../settle.ts';
import type { SettleDeps } from '../settle.ts';

/** Who is at the desk, with which request. */
export interface AtDesk {
  approval: Approval;
  by: Principal;
}

/** `moved`: somebody was first, and nothing was saved. */
export type Submitted = Result<Approval, Problem> | 'moved';

type NotSaved = { ok: false; refusal: Problem };

export const wrongField = (field: FieldName, message: string): NotSaved => refuse({ kind: 'field', field, message });

export const notPossible = (code: ClickRefusal, approval: Approval): NotSaved =>
  refuse({ kind: 'refused', refusal: { code, approval } });

export const tooLong = (field: FieldName, longest: number): NotSaved =>
  wrongField(field, `At most ${longest} characters.`);

/** Still to be decided, or why it is not. */
export function asPending(approval: Approval, now: Instant): Result<Pending, ClickRefusal> {
  if (approval.status !== 'pending') return refuse(settledAs(approval));
  return now < approval.expiresAt ? ok(approval) : refuse('expired');
}

export interface SaveDeps extends SettleDeps {
  now: () => Instant;
  crashPoint: CrashPoint;
}

/** False: somebody was first, and nothing was saved. Whatever fails after the commit, a job of its own settles what moved. */
export async function save(deps: SaveDeps, change: Change, moved: readonly Approval[]): Promise<boolean> {
  await Promise.all(moved.map((to) => deps.engine.enqueue(settleAgainJob(to, deps.now()))));
  deps.crashPoint('desk:before-commit');
  if (!(await deps.store.commit(change))) return false;
  deps.crashPoint('desk:after-commit');
  await Promise.all(moved.map((approval) => settle(deps, approval)));
  return true;
}
