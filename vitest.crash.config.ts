import { defineConfig } from 'vitest/config';

/** Kills real processes: a command of its own, because it takes longer than a unit test may. */
export default defineConfig({
  test: { include: ['test/crash/**/*.test.ts'], testTimeout: 300_000, pool: 'forks', maxConcurrency: 3 },
});
