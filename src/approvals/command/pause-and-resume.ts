import type { JobId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CommandAnswer } from '../../ports/commands.ts';
import { pauseExecutions } from '../holds/pause-executions.ts';
import { resumeExecutions } from '../holds/resume-executions.ts';

type PauseDeps = Parameters<typeof pauseExecutions>[0];
type ResumeDeps = Parameters<typeof resumeExecutions>[0];

/** From here on nothing is carried out: saved when it answers. */
export async function pause(deps: PauseDeps, by: Principal, once: JobId): Promise<CommandAnswer> {
  const paused = await pauseExecutions(deps, by, once);
  if (!paused.ok) return { kind: 'refused', why: paused.refusal };
  if (paused.value === 'repeated') return repeated(deps);
  return { kind: 'paused', ...paused.value };
}

export async function resume(deps: ResumeDeps, by: Principal, once: JobId): Promise<CommandAnswer> {
  const resumed = await resumeExecutions(deps, by, once);
  if (!resumed.ok) return { kind: 'refused', why: resumed.refusal };
  if (resumed.value === 'repeated') return repeated(deps);
  if (resumed.value === 'not-paused') return { kind: 'not-paused', others: await deps.store.holds() };
  return { kind: 'resumed', ...resumed.value };
}

const repeated = async ({ store }: PauseDeps): Promise<CommandAnswer> => ({
  kind: 'repeated',
  holds: await store.holds(),
});
