import { defineConfig } from 'vitest/config';

/** Files share their worker's modules, which hold no state: loading them anew for each file took half of the time. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/crash/**', 'test/browser/**'],
    testTimeout: 15_000,
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    maxConcurrency: 12,
  },
});
