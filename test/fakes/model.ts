import { Unavailable } from '../../src/domain/errors.ts';
import type { Model, Step, StepRequest, ToolCall, Watching } from '../../src/ports/model.ts';

/** What the model does when it is asked: answers, is unreachable, or decides by what it is told. */
export type Scripted = Step | 'outage' | ((request: StepRequest, watching: Watching) => Step | Promise<Step>);

export interface FakeModel extends Model {
  /** What it was asked, in order. */
  requests: readonly StepRequest[];
  /** More to say, after what it has still to say. */
  goOn(...steps: readonly Scripted[]): void;
}

export const says = (text: string): Step => ({ text, calls: [] });
export const silence: Step = says('');
/** `['find_orders', { order_id: 'ORD-1' }]`: call ids are `call_1`, `call_2`, … in this step. */
export const calls = (...made: readonly (readonly [string, unknown])[]): Step => ({
  text: '',
  calls: made.map(([name, input], index): ToolCall => ({
    callId: `call_${index + 1}`,
    name,
    arguments: typeof input === 'string' ? input : JSON.stringify(input),
  })),
});

/** Writes piece by piece for whoever watches; the last one stands when `gate` is open. */
export const writes =
  (pieces: readonly string[], gate: Promise<unknown> = Promise.resolve()): Scripted =>
  async (_, { onText }) => {
    pieces.slice(0, -1).forEach((__, index) => onText?.(pieces.slice(0, index + 1).join('')));
    await gate;
    onText?.(pieces.join(''));
    return says(pieces.join(''));
  };

/** Never answers; the step ends when its signal is given. */
export const hangs = (_: StepRequest, { signal }: Watching): Promise<Step> =>
  new Promise((__, reject) => signal?.addEventListener('abort', () => reject(new Unavailable('model'))));

/** Says what it was given, step by step; empty afterwards. */
export function fakeModel(...script: readonly Scripted[]): FakeModel {
  const left = [...script];
  const requests: StepRequest[] = [];
  return {
    requests,
    goOn: (...steps) => void left.push(...steps),
    step: async (request, watching = {}) => {
      requests.push(request);
      const next = left.shift() ?? silence;
      if (next === 'outage') throw new Unavailable('model');
      return typeof next === 'function' ? next(request, watching) : next;
    },
  };
}

/** What the latest call of this id was answered; ids that return in later steps are told apart by a count. */
export function outputOf({ items }: Pick<StepRequest, 'items'>, callId: string): unknown {
  const result = items.findLast((item) => item.kind === 'result' && item.callId.replace(/-\d+$/, '') === callId);
  return result?.kind === 'result' ? JSON.parse(result.output) : undefined;
}
