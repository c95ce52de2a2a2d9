/** What goes wrong with a Web API call, or (under the name `ack`) with the bot's acknowledgements. */
export type Fault = FaultKind & {
  /** How many calls it hits; 1 when absent. */
  times?: number;
};

type FaultKind =
  | { kind: 'status'; status: number }
  | { kind: '429'; retryAfter: number /* seconds */ }
  | { kind: 'error'; error: string }
  | { kind: 'delay'; milliseconds: number }
  /** The connection is cut before anything is done. */
  | { kind: 'drop-before' }
  /** The call is carried out, and the connection cut before the answer. */
  | { kind: 'commit-then-drop' };

export interface Faults {
  /** Faults of one method are met in the order they were added. `*` stands for every method. */
  add(method: string, fault: Fault): void;
  /** The fault that meets the next call of this method; it counts as met. */
  take(method: string): Fault | undefined;
  clear(): void;
}

export function createFaults(): Faults {
  const waiting = new Map<string, Fault[]>();
  const takeExactly = (name: string): Fault | undefined => {
    const [first, ...rest] = waiting.get(name) ?? [];
    if (!first) return undefined;
    const left = (first.times ?? 1) - 1;
    waiting.set(name, left > 0 ? [{ ...first, times: left }, ...rest] : rest);
    return first;
  };
  return {
    add: (method, fault) => void waiting.set(method, [...(waiting.get(method) ?? []), fault]),
    take: (method) => takeExactly(method) ?? (method === 'ack' ? undefined : takeExactly('*')),
    clear: () => waiting.clear(),
  };
}
