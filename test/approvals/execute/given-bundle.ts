import type { Approved } from '../../../src/domain/approval.ts';
import { ApprovalId, JobId } from '../../../src/domain/ids.ts';
import type { Json } from '../../../src/domain/json.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { MINUTE, SECOND } from '../../../src/domain/time.ts';
import { cardOf } from '../../../src/domain/ledger.ts';
import { drawCard } from '../../../src/domain/say.ts';
import { toolbox } from '../../../src/tools/toolbox.ts';
import { approved, approvedBy, tom } from '../../fakes/approvals.ts';
import { NOW, THREAD, openHouse } from '../../fakes/house.ts';
import type { House, HouseOptions } from '../../fakes/house.ts';

const ROWS: readonly (readonly [string, Json])[] = [
  ['update_ticket', { ticket_id: 'TKT_001', status: 'Resolved', priority: null, note: null, reason: 'It works' }],
  ['refund_order', { order_id: 'ORD-12345', amount: { minor: 4_800, currency: 'USD' }, reason: 'Arrived broken' }],
  ['change_address', { order_id: 'ORD-1', shipping_address: '2 Rabbit Hole, Oxford', reason: 'She moved' }],
];
/** What the company writes when each row is done once, in order. */
export const ALL_DONE = ['ticket TKT_001 apr_000101', 'refund ORD-12345 apr_000102', 'address ORD-1 apr_000103'];
export const [FIRST, SECOND_ROW, THIRD] = ['apr_000101', 'apr_000102', 'apr_000103'];

/** As the commit that approved them would. */
export async function begin(house: House, id: string | undefined = FIRST): Promise<void> {
  const { proposal } = await house.approval(id);
  await house.enqueue({
    id: JobId.parse(`execute:${id}`),
    key: proposal.target,
    kind: 'execute',
    data: { approval: ApprovalId.parse(id) },
  });
}

/** Three requests of one turn on one card, all approved just now; nothing is carried out before `begin`. */
export async function openBundle(options: HouseOptions = {}): Promise<House> {
  const house = await openHouse(options);
  const rows = await approvedRows(house);
  await house.store.commit({
    approvals: rows.map((to) => ({ to: { ...to, version: 1 } })),
    outgoing: rows.slice(0, 1).map((row) => drawCard(() => 'out_card', cardOf(row))),
    audit: [],
  });
  await house.store.commit({ approvals: rows.map((to) => ({ to, from: 1 })), audit: [] });
  return house;
}

async function approvedRows(house: House): Promise<Approved[]> {
  const rows = ROWS.map(async ([action, input], index) => {
    const [id, first] = [index, 0].map((number) => ApprovalId.parse(`apr_00010${number + 1}`));
    if (!id || !first) throw new Error('two ids were made');
    return approved({
      id,
      proposal: await proposed(house, action, input),
      conversation: THREAD,
      openedAt: NOW - MINUTE,
      expiresAt: NOW + 60 * MINUTE,
      decisions: [approvedBy(tom, NOW - SECOND)],
      bundle: { id: first, step: index + 1, of: ROWS.length },
    });
  });
  return Promise.all(rows);
}

async function proposed({ company }: House, action: string, input: Json): Promise<Proposal> {
  const prepared = await toolbox(company).actions.get(action)?.prepare(input, NOW);
  if (!prepared?.ok) throw new Error(`${action} cannot be proposed: ${JSON.stringify(prepared)}`);
  return prepared.value;
}
