import type { Fields } from './json.ts';

/** One Web API call as it came in. */
export interface Call {
  method: string;
  /** Parsed, and without the token. */
  args: Fields;
  at: number;
  ok: boolean;
  error?: string;
}

export interface CallLog {
  add(call: Call): void;
  list(method?: string): readonly Call[];
}

const KEPT = 2_000;

export function createCallLog(): CallLog {
  const calls: Call[] = [];
  return {
    add: (call) => {
      calls.push(call);
      if (calls.length > KEPT) calls.shift();
    },
    list: (method) => calls.filter((call) => method === undefined || call.method === method),
  };
}
