import { z } from 'zod';
import type { Fields } from './json.ts';

/** `times`: how many calls it hits; 1 when absent. `of`: only those whose arguments hold this text. */
const hits = { times: z.number().int().min(1).exactOptional(), of: z.string().exactOptional() };

/**
 * What goes wrong with a Web API call, or (under the name `ack`) with the bot's acknowledgements. `drop-before` cuts the
 * connection before anything is done, `commit-then-drop` once the call was carried out; `delay` waits before it is
 * carried out, `late` before it is answered.
 */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), ...hits }),
  z.object({ kind: z.literal('429'), retryAfter: z.number().describe('seconds'), ...hits }),
  z.object({ kind: z.literal('error'), error: z.string(), ...hits }),
  z.object({ kind: z.literal('delay'), milliseconds: z.number().min(0), ...hits }),
  z.object({ kind: z.literal('late'), milliseconds: z.number().min(0), ...hits }),
  z.object({ kind: z.literal('drop-before'), ...hits }),
  z.object({ kind: z.literal('commit-then-drop'), ...hits }),
]);
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  /** Faults of one method are met in the order they were added. `*` stands for every method. */
  add(method: string, fault: Fault): void;
  /** The fault that meets this call; it counts as met. */
  take(method: string, args?: Fields): Fault | undefined;
  /** How many calls those made for this text, or all, can still hit. */
  left(of?: string): number;
  /** Takes back those made for this text, or all. */
  clear(of?: string): void;
  /** How many calls each kind has met so far. */
  met(): Readonly<Record<string, number>>;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  const met = new Map<string, number>();
  const takeExactly = (name: string, args: Fields): Fault | undefined => {
    const faults = waiting.get(name) ?? [];
    const fault = faults.find(({ of }) => of === undefined || JSON.stringify(args).includes(of));
    if (!fault) return undefined;
    const left = (fault.times ?? 1) - 1;
    const rest = left > 0 ? [{ ...fault, times: left }] : [];
    waiting.set(
      name,
      faults.flatMap((other) => (other === fault ? rest : [other])),
    );
    const kind = name === 'ack' ? 'lost ack' : fault.kind;
    met.set(kind, (met.get(kind) ?? 0) + 1);
    return fault;
  };
  return {
    add: (method, fault) => void waiting.set(method, [...(waiting.get(method) ?? []), fault]),
    take: (method, args = {}) => takeExactly(method, args) ?? (method === 'ack' ? undefined : takeExactly('*', args)),
    left: (of) =>
      [...waiting.values()]
        .flat()
        .filter((fault) => of === undefined || fault.of === of)
        .reduce((sum, { times = 1 }) => sum + times, 0),
    clear: (of) => {
      for (const [name, faults] of waiting)
        waiting.set(name, of === undefined ? [] : faults.filter((fault) => fault.of !== of));
    },
    met: () => Object.fromEntries(met),
  };
}
