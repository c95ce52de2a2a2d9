import type { Instant } from '../domain/time.ts';

export interface ClockDeps {
  /** The machine's clock, which somebody may set. */
  wall: () => Instant;
  /** Milliseconds since some moment; nobody can set it. */
  elapsed: () => number;
  /** The latest moment that was written down before this start. */
  mark: Instant;
}

/**
 * Never goes back: what was too late once stays too late, whoever sets the machine's clock back. After that it goes on
 * from the latest moment it showed, at its usual pace, until the machine's clock has caught up.
 */
export function steadyClock({ wall, elapsed, mark }: ClockDeps): () => Instant {
  const shown = { at: mark, when: elapsed() };
  return () => {
    const when = elapsed();
    shown.at = Math.max(wall(), shown.at + Math.max(when - shown.when, 0));
    shown.when = when;
    return Math.floor(shown.at);
  };
}
