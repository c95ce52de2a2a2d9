import type { Hold } from '../../domain/hold.ts';
import type { JobId } from '../../domain/ids.ts';
import { isAdmin } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { tellColleagues } from '../../domain/say.ts';
import { person } from '../report/audit-row.ts';
import type { PauseDeps } from './pause-executions.ts';
import { releaseHeld } from './release-held.ts';
import type { ReleaseDeps } from './release-held.ts';

export interface ResumeDeps extends PauseDeps, ReleaseDeps {}

/** What waited goes on at once; a second delivery of the wish that `once` names lifts nothing. `others`: what still holds executions back. */
export async function resumeExecutions(
  deps: ResumeDeps,
  by: Principal,
  once?: JobId,
): Promise<Result<{ others: readonly Hold[] } | 'not-paused' | 'repeated', 'not-admin'>> {
  if (!isAdmin(by)) return refuse('not-admin');
  deps.crashPoint('hold:before-commit');
  const at = deps.now();
  const isLifted = await deps.store.commit({
    holds: [{ lift: 'paused' }],
    outgoing: [tellColleagues({ kind: 'resumed', by: by.slackUser, at })],
    audit: [{ at, event: 'resumed', ...person(by), detail: {} }],
    ...(once && { done: once }),
  });
  if (!isLifted) return ok(once && (await deps.store.isDone(once)) ? 'repeated' : 'not-paused');
  deps.crashPoint('hold:after-commit');
  await releaseHeld(deps);
  return ok({ others: await deps.store.holds() });
}
