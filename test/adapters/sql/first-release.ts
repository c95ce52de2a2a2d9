import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS, migrate } from '../../../src/adapters/sql/schema.ts';

export const AT = 1_780_000_000_000;
export const THREAD = 'T1:C1:1700000000.000100';

/** What every row of the first release held, beside its state. */
const LEDGER = {
  proposal: {
    action: 'refund_order',
    input: { order_id: 'ORD-1', amount: { minor: 4800, currency: 'USD' }, reason: 'Arrived broken' },
    customer: 'cust_123',
    facts: [{ label: 'Paid', value: '$120.00' }],
    basis: { paid: 12_000 },
    version: 3,
    reason: 'Arrived broken',
    cost: { minor: 4800, currency: 'USD' },
    words: {
      title: 'Refund $48.00 to Alice Wonderland?',
      effect: 'Refund $48.00',
      done: 'Refunded $48.00',
      notDone: 'Not refunded',
      subject: 'the refund of $48.00 for ORD-1',
      told: '$48.00 is on its way back.',
      finality: 'money out, cannot be undone',
    },
  },
  conversation: THREAD,
  requester: { person: 'person_alice', slackUser: 'UALICE', team: 'T1', role: 'customer', customerId: 'cust_123' },
  policyVersion: 'default-1',
  rules: [{ rule: 'refund up to $200.00', passed: true }],
  needs: { kind: 'people', count: 1, role: 'agent' },
  openedAt: AT,
  expiresAt: AT + 7_200_000,
};
const PRIYA = { verdict: 'approve', by: 'person_priya', slackUser: 'UPRIYA', role: 'agent', at: AT + 1 };
const REJECTED = { ...PRIYA, verdict: 'reject', note: 'no photo' };

interface OldRow {
  id: string;
  version: number;
  status: string;
  decisions: readonly unknown[];
  [more: string]: unknown;
}
const row = (id: string, status: string, more: Record<string, unknown>): OldRow => ({
  id: `apr_${id}`,
  version: 2,
  status,
  decisions: [PRIYA],
  ...LEDGER,
  ...more,
  proposal: { ...LEDGER.proposal, target: `order:${id}` },
});

/** Word for word as the first release wrote them, one in every state it knew. */
export const OLD_ROWS: readonly OldRow[] = [
  row('pending', 'pending', { version: 1, decisions: [], quote: 'My mug is broken.' }),
  row('halfway', 'pending', { needs: { kind: 'people', count: 2, role: 'lead' } }),
  row('bypolicy', 'approved', {
    version: 1,
    needs: { kind: 'auto' },
    decisions: [{ verdict: 'approve', by: 'policy', at: AT }],
  }),
  row('executing', 'executing', { version: 3, startedAt: AT + 2, attempt: 1 }),
  row('unknown', 'unknown', { version: 6, startedAt: AT + 9, attempt: 2, why: 'timed out', since: AT + 10 }),
  row('executed', 'executed', {
    version: 4,
    startedAt: AT + 2,
    finishedAt: AT + 3,
    receipt: { reference: 're_1', status: 'succeeded' },
  }),
  row('failed', 'failed', { version: 4, finishedAt: AT + 3, refusal: 'card account closed' }),
  row('rejected', 'rejected', { decisions: [REJECTED] }),
  row('expired', 'expired', { decisions: [], expiredAt: AT + 7_200_000 }),
  row('withdrawn', 'withdrawn', { decisions: [], withdrawnAt: AT + 4 }),
  row('superseded', 'superseded', {
    decisions: [],
    supersededAt: AT + 4,
    by: { id: 'apr_pending', effect: 'Refund $48.00' },
  }),
  row('outdated', 'stale', { version: 3, staleAt: AT + 4, changes: ['Already refunded: $0.00 → $30.00'] }),
];

/** A database as the first release left it: every state, a card that stands, one that is owed, and an open job. */
export function writeFirstRelease(connection: DatabaseSync): void {
  migrate(connection, MIGRATIONS.slice(0, 1));
  for (const old of OLD_ROWS) insertApproval(connection, old);
  const card = { id: 'out_2', kind: 'card', lane: 'card:apr_halfway', approval: 'apr_halfway' };
  const handOff = {
    id: 'out_3',
    kind: 'hand-off',
    lane: 'hand-off:1',
    conversation: THREAD,
    handOff: { user: 'UALICE', wants: 'a person', facts: [] },
  };
  connection.exec(`
    INSERT INTO outbox (id, lane, kind, approval, json, state, attempts, not_before, channel, ts) VALUES
      ('out_1', 'card:apr_pending', 'card', 'apr_pending', '{}', 'sent', 0, 0, 'C9', '1700000001.000100'),
      ('out_2', 'card:apr_halfway', 'card', 'apr_halfway', '${JSON.stringify(card)}', 'waiting', 0, 0, NULL, NULL),
      ('out_3', 'hand-off:1', 'hand-off', NULL, '${JSON.stringify(handOff)}', 'sending', 1, 0, NULL, NULL);
    INSERT INTO cards VALUES ('apr_pending', 'C9', '1700000001.000100');
    INSERT INTO audit (at, event, actor, approval, detail) VALUES (${AT + 7}, 'approved', 'person_priya', 'apr_halfway', '{}');
    INSERT INTO jobs (id, lane, kind, data, run_at, arrived_at, attempts) VALUES
      ('expire:apr_pending', 'apr_pending', 'expire', '{"approval":"apr_pending"}', ${AT + 7_200_000}, ${AT}, 0);`);
}

function insertApproval(connection: DatabaseSync, old: OldRow): void {
  const { action, target, customer, cost } = JSON.parse(JSON.stringify(old['proposal']));
  connection
    .prepare(
      `INSERT INTO approvals (id, version, status, target, conversation, customer, action, opened_at, minor, currency, json)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      old.id,
      old.version,
      old.status,
      target,
      THREAD,
      customer,
      action,
      AT,
      cost.minor,
      cost.currency,
      JSON.stringify(old),
    );
}
