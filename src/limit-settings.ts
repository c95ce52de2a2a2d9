import { DEFAULT_LIMITS } from './domain/budget.ts';
import type { Budget, Limits } from './domain/budget.ts';
import { wholeNumber } from './settings.ts';
import type { Environment, Mistakes } from './settings.ts';

/** What people, threads and a day may use; whole numbers, 0 lifts a limit. */
export function readLimits(env: Environment, found: Mistakes): Limits {
  const limit = (name: string, fallback: number): number => wholeNumber(env, name, found) ?? fallback;
  const budget = (name: string, { turns, tokens }: Budget): Budget => ({
    turns: limit(`${name}_TURNS`, turns),
    tokens: limit(`${name}_TOKENS`, tokens),
  });
  return {
    turnsPerMinute: limit('TURNS_PER_MINUTE', DEFAULT_LIMITS.turnsPerMinute),
    thread: budget('THREAD', DEFAULT_LIMITS.thread),
    person: budget('PERSON', DEFAULT_LIMITS.person),
    day: budget('DAY', DEFAULT_LIMITS.day),
  };
}
