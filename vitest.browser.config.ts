import { defineConfig } from 'vitest/config';

/** Drives a real chromium, one file at a time; a browser on a shared machine may stumble once, not twice. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    fileParallelism: false,
    retry: 1,
  },
});
