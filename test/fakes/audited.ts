import { join } from 'node:path';
import { appendAnchor } from '../../src/adapters/sql/audit-anchors.ts';
import { readHead } from '../../src/adapters/sql/audit-head.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { auditOf } from '../../src/approvals/report/audit-row.ts';
import type { Approval } from '../../src/domain/approval.ts';
import { ApprovalId, CustomerId, JobId, Target } from '../../src/domain/ids.ts';
import { ledgerOf } from '../../src/domain/ledger.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { NOON, approved, approvedBy, executing, pending, priya, proposal } from './approvals.ts';

export const AUDITED = 'deskhand.db';
export const auditedId = (number: number): ApprovalId => ApprovalId.parse(`apr_${String(number).padStart(6, '0')}`);

/** A data folder in which so many refunds went their way, three in four to their end, with an anchor after each third and at the end. */
export async function writeAudited(folder: string, requests: number): Promise<void> {
  const sqlite = openSqlite(join(folder, AUDITED));
  const store = sqlStore(sqlite.driver);
  const anchor = async (at: number) => appendAnchor(folder, { at, ...(await readHead(sqlite.driver)) });
  for (let number = 1; number <= requests; number += 1) {
    const at = NOON + number * MINUTE;
    const steps = lifeOf(number).slice(0, number % 4 === 0 ? 1 : 4);
    for (const [index, to] of steps.entries()) {
      await store.commit({
        approvals: [index === 0 ? { to } : { to, from: index }],
        done: JobId.parse(`job:${number}:${index}`),
        audit: [auditOf(to, at + index)],
      });
    }
    if (number % 2 === 0) await store.commit({ audit: [refused(number, at + 10)] });
    if (number % 3 === 0) await anchor(at + 11);
  }
  await anchor(NOON + (requests + 1) * MINUTE);
  sqlite.close();
}

const refused = (number: number, at: number) => ({
  at,
  event: 'refused:own-request',
  actor: 'slack:T1:UTOM',
  role: 'agent' as const,
  roleFrom: 'AGENTS S0AGENTS',
  approval: auditedId(number),
  detail: { verdict: 'approve', channel: 'C9' },
});

/** From asked for to done. */
export function lifeOf(number: number): readonly Approval[] {
  const own = {
    id: auditedId(number),
    proposal: proposal({
      input: { order_id: `ORD-${number}`, amount: { minor: 4_800, currency: 'USD' }, reason: 'Arrived broken' },
      target: Target.parse(`order:ORD-${number}`),
      customer: CustomerId.parse(`cust_${number}`),
    }),
  };
  const decisions = [{ ...approvedBy(priya), roleFrom: 'AGENTS S0AGENTS' }];
  const sent = executing({ ...own, decisions });
  return [
    pending(own),
    approved({ ...own, decisions }),
    sent,
    {
      ...ledgerOf(sent),
      version: 4,
      status: 'executed',
      startedAt: NOON,
      finishedAt: NOON,
      receipt: { reference: `re_${number}`, status: 'succeeded' },
    },
  ];
}
