import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/crash/**', 'test/browser/**'],
    testTimeout: 15_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
