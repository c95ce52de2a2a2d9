import type { Mutant } from '../mutant.ts';

const PAUSE = 'test/approvals/holds/pause-executions.test.ts';
const RESTORED = 'test/approvals/holds/restored-copy.test.ts';

/** What keeps everything from being carried out, and who sees what waits. */
export const HOLDING: readonly Mutant[] = [
  {
    name: 'an intent is saved although executions are paused',
    file: 'src/adapters/sql/approval-statements.ts',
    find: "to.status === 'executing' ? ' AND NOT EXISTS (SELECT 1 FROM holds)' : ''",
    replace: "''",
    tests: ['test/properties/pause.test.ts'],
  },
  {
    name: 'anybody can pause executions',
    file: 'src/approvals/holds/pause-executions.ts',
    find: "if (!isAdmin(by)) return refuse('not-admin');",
    replace: '',
    tests: [PAUSE],
  },
  {
    name: 'anybody can resume executions',
    file: 'src/approvals/holds/resume-executions.ts',
    find: "if (!isAdmin(by)) return refuse('not-admin');",
    replace: '',
    tests: [PAUSE],
  },
  {
    name: 'an earlier copy is out of quarantine at once',
    file: 'src/approvals/holds/check-restored.ts',
    find: 'while (await next());',
    replace: '',
    tests: [RESTORED],
  },
  {
    name: 'an earlier copy moves a request before the company was asked about it',
    file: 'src/approvals/holds/restored-copy.ts',
    find: 'await Promise.all(known.map(({ to }) => askOnce(inquiry, to.id)));',
    replace: '',
    tests: [RESTORED],
  },
  {
    name: 'an earlier copy that somebody put in place by hand is taken for the ledger',
    file: 'src/app/quarantine.ts',
    find: 'if (!anchor || anchor.seq <= head.seq) return;',
    replace: 'if (anchor || head) return;',
    tests: ['test/journeys/restore.test.ts'],
  },
  {
    name: 'the queue shows people what they asked for themselves',
    file: 'src/adapters/sql/queue-cards.ts',
    find: "own: 'is_barred = 0 AND card NOT IN (SELECT card FROM barred_cards)'",
    replace: "own: 'is_barred = 0'",
    tests: ['test/properties/queue.test.ts'],
  },
  {
    name: 'the queue shows agents what takes a lead',
    file: 'src/adapters/sql/queue-cards.ts',
    find: " OR (waits_for = 'lead' AND $2 <> 'lead')",
    replace: " OR $2 = 'nobody'",
    tests: ['test/properties/queue.test.ts'],
  },
  {
    name: 'a customer reads the order of another',
    file: 'src/tools/find-orders.ts',
    find: 'return order && maySee(asker, order.customerId)',
    replace: 'return order',
    tests: ['test/tools/ownership.test.ts'],
  },
  {
    name: 'a customer asks for the money of another',
    file: 'src/tools/define-action.ts',
    find: 'if (!subject || !maySee(asker, ownerOf(subject)))',
    replace: 'if (!subject)',
    tests: ['test/tools/ownership.test.ts'],
  },
];
