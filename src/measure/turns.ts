import type { JobId } from '../domain/ids.ts';
import { SECOND } from '../domain/time.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { Handlers, Job } from '../ports/engine.ts';
import type { Model, StepRequest, Watching } from '../ports/model.ts';
import type { Change } from '../ports/store.ts';

export interface Turns {
  /** A change was saved. */
  saved: (change: Change) => void;
  model: (model: Model) => Model;
  handlers: (handlers: Handlers) => Handlers;
}

interface Underway {
  saved: Map<JobId, 'answered' | 'proposed'>;
  /** Threads whose turn goes on without the model. There is one turn at a time in each. */
  outages: Set<string>;
}

/** Tells how a turn ended from what its job saved, and whether the model was there. */
export function watchTurns(metrics: Metrics, elapsed: () => number): Turns {
  const underway: Underway = { saved: new Map(), outages: new Set() };
  const timed =
    (handler: Handlers['message']): Handlers['message'] =>
    async (job, attempt) => {
      const begun = elapsed();
      let outcome: string | undefined = 'failed'; // unless the handler returns
      try {
        await handler(job, attempt);
        outcome = outcomeOf(underway, job);
      } finally {
        underway.saved.delete(job.id);
        underway.outages.delete(job.key);
        if (outcome !== undefined) metrics.turn.observe({ outcome }, (elapsed() - begun) / SECOND);
      }
    };
  return {
    saved: ({ done, append, approvals = [] }) => {
      if (done && append)
        underway.saved.set(done, approvals.some(({ from }) => from === undefined) ? 'proposed' : 'answered');
    },
    model: (model) => ({ step: (request, watching) => countedStep({ metrics, underway, model }, request, watching) }),
    handlers: (handlers) => ({
      ...handlers,
      message: timed(handlers.message),
      'follow-up': timed(handlers['follow-up']),
    }),
  };
}

/** Undefined: no turn. It was not for the bot, or an earlier run had answered it. */
function outcomeOf({ saved, outages }: Underway, { id, key }: Job): string | undefined {
  const ended = saved.get(id);
  return ended !== undefined && outages.has(key) ? 'without_model' : ended;
}

interface Stepping {
  metrics: Metrics;
  underway: Underway;
  model: Model;
}

async function countedStep({ metrics, underway, model }: Stepping, request: StepRequest, watching?: Watching) {
  try {
    const step = await model.step(request, watching);
    const { input = 0, cached = 0, output = 0 } = step.usage ?? {};
    metrics.modelTokens.inc({ kind: 'input' }, input);
    metrics.modelTokens.inc({ kind: 'cached_input' }, cached);
    metrics.modelTokens.inc({ kind: 'output' }, output);
    return step;
  } catch (error) {
    underway.outages.add(request.conversation);
    throw error;
  }
}
