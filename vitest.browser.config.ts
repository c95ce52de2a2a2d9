import { defineConfig } from 'vitest/config';

/** Drives a real chromium, which takes longer than all other tests together. */
export default defineConfig({
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 60_000, pool: 'threads', maxWorkers: 2 },
});
