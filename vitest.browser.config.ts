import { defineConfig } from 'vitest/config';

/** Drives a real chromium, one file at a time. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    fileParallelism: false,
  },
});
