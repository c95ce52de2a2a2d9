import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

/** What goes wrong on purpose: `cut` breaks off in the middle of the answer, `late` answers `ms` later. */
export const Fault = z.object({
  kind: z.enum(['status', 'drop-before', 'cut', 'late']),
  /** Of the answer, for `status`; 500 unless told. */
  status: z.number().int().min(400).max(599).default(500),
  /** For `late` the delay; for `status` what `Retry-After` says. */
  ms: z.number().int().min(0).max(600_000).default(0),
  /** Requests it spoils; all of them unless told. */
  times: z.number().int().min(1).default(Number.MAX_SAFE_INTEGER),
});
export type Fault = z.infer<typeof Fault>;

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  list(): readonly Fault[];
  /** How many requests each kind has spoiled so far. */
  met(): Readonly<Record<string, number>>;
  /** The oldest one, counted as used. */
  take(): Fault | undefined;
}

export function createFaults(): Faults {
  const waiting: Fault[] = [];
  const met = new Map<string, number>();
  return {
    add: (fault) => void waiting.push(fault),
    clear: () => void waiting.splice(0),
    list: () => waiting,
    met: () => Object.fromEntries(met),
    take: () => {
      const first = waiting.shift();
      if (!first) return undefined;
      met.set(first.kind, (met.get(first.kind) ?? 0) + 1);
      if (first.times > 1) waiting.unshift({ ...first, times: first.times - 1 });
      return first;
    },
  };
}

/** Has the request go wrong; `answer` is how it would be answered. */
export async function spoil(
  fault: Fault,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  answer: () => Promise<void>,
): Promise<void> {
  switch (fault.kind) {
    case 'drop-before':
      return void request.socket.destroy();
    case 'status': {
      const retryAfter = fault.ms === 0 ? {} : { 'retry-after': String(Math.ceil(fault.ms / 1_000)) };
      response.writeHead(fault.status, { 'content-type': 'application/json', ...retryAfter });
      return void response.end(JSON.stringify({ error: { message: 'told to fail', type: 'server_error' } }));
    }
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
      response.write('{"id":"resp_cut","object":"response","output":[');
      return void setTimeout(() => response.destroy(), MOMENT);
    case 'late':
      await new Promise((resolve) => setTimeout(resolve, fault.ms).unref());
      return answer();
  }
}

/** Milliseconds until what was written has left. */
const MOMENT = 5;
