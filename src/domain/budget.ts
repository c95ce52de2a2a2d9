import { toIso } from './time.ts';
import type { Instant } from './time.ts';

/** Of one day; 0 lifts a limit. */
export interface Budget {
  turns: number;
  /** Of requests and answers together. */
  tokens: number;
}

export interface Limits {
  /** For each person; 0 lifts it. */
  turnsPerMinute: number;
  /** Per day, for one thread, for one person and for everybody together. */
  thread: Budget;
  person: Budget;
  day: Budget;
}

export const DEFAULT_LIMITS: Limits = {
  turnsPerMinute: 6,
  thread: { turns: 500, tokens: 5_000_000 },
  person: { turns: 500, tokens: 5_000_000 },
  day: { turns: 50_000, tokens: 200_000_000 },
};

/** Whether any day has an end at all. */
export const limitsDays = ({ thread, person, day }: Limits): boolean =>
  [thread, person, day].some(({ turns, tokens }) => turns > 0 || tokens > 0);

/** Nothing is left for the next turn. */
export const isUsedUp = (budget: Budget, used: { turns: number; tokens: number }): boolean =>
  (budget.turns > 0 && used.turns >= budget.turns) || (budget.tokens > 0 && used.tokens >= budget.tokens);

/** The days of the budgets: `2026-11-21`, in UTC. */
export const dayOf = (now: Instant): string => toIso(now).slice(0, 10);
