import { webApi } from './sdk.ts';
import type { Instant } from '../domain/time.ts';
import { SECOND } from '../domain/time.ts';
import type { SlackClient } from './client.ts';
import { rateLimitOf } from './posted.ts';

/** Puts a client behind gates; clients behind the same ones know of each other's rate limits. */
export type RateGate = (client: SlackClient) => SlackClient;

/** Calls a second right after a rate limit is over; those that are put off come back as far apart, in milliseconds. */
const A_SECOND = 4;
const APART = SECOND / A_SECOND;
const MOST_GATES = 200;

/**
 * Once Slack has said for how long it wants no more calls of a method, none goes out until then: each fails at once with
 * the time that is left, while other methods go on. https://docs.slack.dev/apis/web-api/rate-limits
 */
export function rateGate(now: () => Instant): RateGate {
  const gates = new Map<string, Gate>();
  return (client) => ({
    apiCall: async (method, options = {}) => {
      const name = nameOf(method, options);
      const before = gates.get(name);
      const { wait, gate } = pass(before, now(), isSaying(method));
      keep(gates, name, gate);
      if (wait > 0) throw new webApi.WebAPIRateLimitedError(wait / SECOND);
      try {
        return await client.apiCall(method, options);
      } catch (error) {
        const limit = rateLimitOf(error);
        if (limit !== undefined) shut(gates, name, now() + limit);
        throw error;
      } finally {
        if (before?.kind === 'shut') open(gates, name, now());
      }
    },
  });
}

type Gate =
  /** Nothing goes out before `until`. */
  | { kind: 'shut'; until: Instant }
  /** The first call after it is on its way, alone. `promised`: the latest moment for which another one was put off. */
  | { kind: 'trying'; promised: Instant }
  /** It was heard: the others follow, a few a second. `passed`: so many since `since`. */
  | { kind: 'opening'; since: Instant; passed: number; promised: Instant };

/** Posts are limited for each channel by itself. https://docs.slack.dev/reference/methods/chat.postMessage#rate_limiting */
const nameOf = (method: string, { channel }: Record<string, unknown>): string =>
  method === 'chat.postMessage' ? `${method} ${String(channel)}` : method;

/** What waits in rows: when they all came at once, they would run into the next limit together. */
const isSaying = (method: string): boolean => method.startsWith('chat.');

/** `wait` 0: it may go. Those who are put off come back one after another. */
function pass(gate: Gate | undefined, now: Instant, oneByOne: boolean): { wait: number; gate: Gate | undefined } {
  switch (gate?.kind) {
    case undefined:
      return { wait: 0, gate };
    case 'shut':
      if (now < gate.until) return { wait: gate.until - now, gate };
      return { wait: 0, gate: oneByOne ? { kind: 'trying', promised: now } : undefined };
    case 'trying': {
      const promised = Math.max(gate.promised, now) + APART;
      return { wait: promised - now, gate: { kind: 'trying', promised } };
    }
    case 'opening':
      return passOpening(gate, now);
  }
}

type Opening = Extract<Gate, { kind: 'opening' }>;

/** Once nobody had to wait for a second, the gate is gone. */
function passOpening(gate: Opening, now: Instant): { wait: number; gate: Gate | undefined } {
  const { since, passed } = now < gate.since + SECOND ? gate : { since: now, passed: 0 };
  if (now > Math.max(gate.since, gate.promised) + SECOND) return { wait: 0, gate: undefined };
  if (passed < A_SECOND) return { wait: 0, gate: { ...gate, since, passed: passed + 1 } };
  const promised = Math.max(gate.promised + APART, since + SECOND);
  return { wait: promised - now, gate: { ...gate, promised } };
}

function keep(gates: Map<string, Gate>, name: string, gate: Gate | undefined): void {
  if (gate) gates.set(name, gate);
  else gates.delete(name);
}

/** Two calls may have been on their way: the longer wait counts. */
function shut(gates: Map<string, Gate>, name: string, until: Instant): void {
  const gate = gates.get(name);
  gates.delete(name); // so that the latest comes last
  gates.set(name, { kind: 'shut', until: gate?.kind === 'shut' ? Math.max(gate.until, until) : until });
  const [oldest] = gates.keys();
  if (gates.size > MOST_GATES && oldest !== undefined) gates.delete(oldest);
}

/** After the first call, unless that ran into the next limit. */
function open(gates: Map<string, Gate>, name: string, now: Instant): void {
  const gate = gates.get(name);
  if (gate?.kind === 'trying') gates.set(name, { kind: 'opening', since: now, passed: 1, promised: gate.promised });
}
