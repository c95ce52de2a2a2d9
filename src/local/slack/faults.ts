import { z } from 'zod';

/** How many calls it hits; 1 when absent. */
const times = z.number().int().min(1).exactOptional();

/**
 * What goes wrong with a Web API call, or (under the name `ack`) with the bot's acknowledgements. `drop-before` cuts the
 * connection before anything is done, `commit-then-drop` once the call was carried out; `delay` waits before it is
 * carried out, `late` before it is answered.
 */
export const Fault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('status'), status: z.number().int().min(400).max(599), times }),
  z.object({ kind: z.literal('429'), retryAfter: z.number().describe('seconds'), times }),
  z.object({ kind: z.literal('error'), error: z.string(), times }),
  z.object({ kind: z.literal('delay'), milliseconds: z.number().min(0), times }),
  z.object({ kind: z.literal('late'), milliseconds: z.number().min(0), times }),
  z.object({ kind: z.literal('drop-before'), times }),
  z.object({ kind: z.literal('commit-then-drop'), times }),
]);
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  /** Faults of one method are met in the order they were added. `*` stands for every method. */
  add(method: string, fault: Fault): void;
  /** The fault that meets the next call of this method; it counts as met. */
  take(method: string): Fault | undefined;
  clear(): void;
  /** How many calls each kind has met so far. */
  met(): Readonly<Record<string, number>>;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  const met = new Map<string, number>();
  const takeExactly = (name: string): Fault | undefined => {
    const [first, ...rest] = waiting.get(name) ?? [];
    if (!first) return undefined;
    const left = (first.times ?? 1) - 1;
    waiting.set(name, left > 0 ? [{ ...first, times: left }, ...rest] : rest);
    const kind = name === 'ack' ? 'lost ack' : first.kind;
    met.set(kind, (met.get(kind) ?? 0) + 1);
    return first;
  };
  return {
    add: (method, fault) => void waiting.set(method, [...(waiting.get(method) ?? []), fault]),
    take: (method) => takeExactly(method) ?? (method === 'ack' ? undefined : takeExactly('*')),
    clear: () => waiting.clear(),
    met: () => Object.fromEntries(met),
  };
}
