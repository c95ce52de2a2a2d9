/** What is typed for each command. */
export const USAGE = {
  audit: `  npm run audit -- verify
  npm run audit -- show apr_… [--verbose]
  npm run audit -- export [--from 2026-01-01] [--to 2026-01-31] [--format csv|jsonl]
    Days are UTC, the first and the last one included.`,
  backup: '  npm run backup [-- --to file]',
  restore: '  npm run restore -- <file>',
  erase: '  npm run erase -- --customer cust_123',
} as const;

export type CommandName = keyof typeof USAGE;
