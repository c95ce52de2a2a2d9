import type { Hold, Pause } from '../../domain/hold.ts';
import type { JobId } from '../../domain/ids.ts';
import { isAdmin } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { tellColleagues } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Store } from '../../ports/store.ts';
import { person } from '../report/audit-row.ts';

export interface PauseDeps {
  store: Store;
  now: () => Instant;
  crashPoint: CrashPoint;
}

/**
 * The kill switch: once this answers, nothing more is begun until somebody resumes. `already`: it stood before, as somebody
 * put it then. `once` names the wish: a second delivery of it puts nothing up again.
 */
export async function pauseExecutions(
  deps: PauseDeps,
  by: Principal,
  once?: JobId,
): Promise<Result<{ hold: Pause; already: boolean } | 'repeated', 'not-admin'>> {
  if (!isAdmin(by)) return refuse('not-admin');
  const hold: Pause = { kind: 'paused', by: by.person, slackUser: by.slackUser, at: deps.now() };
  deps.crashPoint('hold:before-commit');
  const isPut = await deps.store.commit({
    holds: [{ put: hold }],
    outgoing: [tellColleagues({ kind: 'paused', by: by.slackUser, at: hold.at })],
    audit: [{ at: hold.at, event: 'paused', ...person(by), detail: {} }],
    ...(once && { done: once }),
  });
  deps.crashPoint('hold:after-commit');
  if (isPut) return ok({ hold, already: false });
  const stands = (await deps.store.holds()).find(isPause);
  if (stands) return ok({ hold: stands, already: true });
  if (once && (await deps.store.isDone(once))) return ok('repeated');
  // Somebody resumed in the same moment.
  return pauseExecutions(deps, by, once);
}

const isPause = (hold: Hold): hold is Pause => hold.kind === 'paused';
