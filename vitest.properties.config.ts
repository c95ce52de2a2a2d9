import { defineConfig } from 'vitest/config';

/** The property tests with all their sequences; `npm test` runs them in a short form. */
export default defineConfig({
  test: {
    include: [
      'test/properties/**/*.test.ts',
      'test/slack/blocks/{card-properties,home-properties,markdown,parse-back}.test.ts',
    ],
    env: { PROPERTIES: 'full' },
    testTimeout: 600_000,
    pool: 'threads',
    maxWorkers: 2,
  },
});
