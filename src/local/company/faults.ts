import { z } from 'zod';

/**
 * What goes wrong on purpose. `status` and `drop-before` change nothing; `slow` takes `ms` before it commits;
 * `late` answers `ms` after it committed; `commit-then-drop` and `garbage` commit and answer nothing, or nonsense.
 */
export const Fault = z.object({
  system: z.enum(['crm', 'knowledge', 'orders']),
  method: z.enum(['GET', 'POST', 'PATCH']).optional(),
  /** Relative to the base: as requested (`/orders/ORD-1`) or as documented (`/orders/{id}`). */
  path: z.string().optional(),
  kind: z.enum(['status', 'drop-before', 'commit-then-drop', 'late', 'slow', 'garbage']),
  /** Of the answer, for `status`; 500 unless told. */
  status: z.number().int().min(400).max(599).optional(),
  /** For `late` and `slow` the delay; for `status` what `Retry-After` says. */
  ms: z.number().int().min(0).max(600_000).optional(),
  /** Requests it spoils; all of them unless told. */
  times: z.number().int().min(1).optional(),
});
export type Fault = z.infer<typeof Fault>;

interface Circumstances {
  system: string;
  method: string;
  path: string;
  template: string | undefined;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** How many requests each kind has spoiled so far. */
  met(): Readonly<Record<string, number>>;
  /** The oldest fault that applies to this request, counted as used. */
  take(request: Circumstances): Fault | undefined;
}

export function createFaults(): Faults {
  let faults: readonly Fault[] = []; // those still to be met
  const met = new Map<string, number>();
  return {
    add: (fault) => {
      faults = [...faults, fault];
    },
    clear: () => {
      faults = [];
    },
    list: () => faults,
    met: () => Object.fromEntries(met),
    take(request) {
      const taken = faults.find((fault) => applies(fault, request));
      faults = faults.flatMap((fault) => (fault === taken ? used(fault) : [fault]));
      if (taken) met.set(taken.kind, (met.get(taken.kind) ?? 0) + 1);
      return taken;
    },
  };
}

function applies(fault: Fault, request: Circumstances): boolean {
  if (fault.system !== request.system) return false;
  if (fault.method !== undefined && fault.method !== request.method) return false;
  return fault.path === undefined || fault.path === request.path || fault.path === request.template;
}

function used(fault: Fault): readonly Fault[] {
  if (fault.times === undefined) return [fault];
  return fault.times === 1 ? [] : [{ ...fault, times: fault.times - 1 }];
}
