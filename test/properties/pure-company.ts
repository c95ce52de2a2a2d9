import type { ApprovalId } from '../../src/domain/ids.ts';
import { canonical } from '../../src/domain/json.ts';
import type { Executing } from '../../src/domain/approval.ts';
import type { Execution } from '../../src/domain/receipt.ts';

/** In minor units of one currency. */
export interface Order {
  id: string;
  paid: number;
  refunded: number;
  status: 'delivered' | 'cancelled';
  version: number;
}

/** One refund that really happened. */
interface Entry {
  key: ApprovalId;
  input: string;
}

interface Request {
  key: ApprovalId;
  input: string;
  order: string;
  amount: number;
  version: number | undefined;
}

/**
 * The company, in true time. It never checks sums: that no more is refunded than was paid is the ledger's to see to.
 * `keyed`: it knows a key again and refuses a record that was changed meanwhile, as the company API promises. Without that
 * it does whatever arrives, so that only looking it up and waiting keeps the ledger from doing a thing twice.
 */
export interface Company {
  keyed: boolean;
  orders: readonly [Order, Order];
  journal: Entry[];
  answers: Map<ApprovalId, Execution>;
  /** Arrives late, or has arrived. */
  onItsWay: { request: Request; lands: number }[];
}

export const openCompany = (keyed: boolean): Company => ({
  keyed,
  orders: [
    { id: 'ORD-1', paid: 12_000, refunded: 0, status: 'delivered', version: 1 },
    { id: 'ORD-2', paid: 6_000, refunded: 1_000, status: 'delivered', version: 1 },
  ],
  journal: [],
  answers: new Map(),
  onItsWay: [],
});

export function requestOf({ id, proposal }: Executing): Request {
  const order = proposal.target.slice('order:'.length);
  return {
    key: id,
    input: canonical(proposal.input),
    order,
    amount: proposal.cost?.minor ?? 0,
    version: proposal.version,
  };
}

export function land(company: Company, request: Request): Execution {
  const known = company.answers.get(request.key);
  if (known && company.keyed) return known;
  const answer = refund(company, request);
  company.answers.set(request.key, answer);
  return answer;
}

/** It does what was asked, and its own record of it says something else. */
export function garble(company: Company, request: Request): Execution {
  const answer = land(company, request);
  if (answer.kind !== 'executed') return answer;
  const garbled: Execution = { kind: 'unknown', why: 'asked for one sum, the answer says another' };
  company.answers.set(request.key, garbled);
  return garbled;
}

/** It says no for good: whatever comes with that key later gets the same answer. */
export function decline(company: Company, { key }: Request): Execution {
  const answer = company.answers.get(key) ?? { kind: 'failed', refusal: 'card account closed' };
  company.answers.set(key, answer);
  return answer;
}

export function landDue(company: Company, truth: number): void {
  const due = company.onItsWay.filter(({ lands }) => lands <= truth);
  if (due.length === 0) return;
  Object.assign(company, { onItsWay: company.onItsWay.filter(({ lands }) => lands > truth) });
  for (const { request } of due) land(company, request);
}

/** Somebody at the company refunds or cancels by hand. */
export function changeByHand(order: Order, amount: number): void {
  const left = order.paid - order.refunded;
  Object.assign(order, {
    version: order.version + 1,
    ...(amount > 0 && amount <= left
      ? { refunded: order.refunded + amount }
      : { status: order.status === 'delivered' ? 'cancelled' : 'delivered' }),
  });
}

function refund(company: Company, { key, input, order: id, amount, version }: Request): Execution {
  const order = company.orders.find((other) => other.id === id);
  if (!order) throw new Error(`no order ${id}`);
  if (company.keyed && version !== order.version) return { kind: 'failed', refusal: 'version conflict' };
  company.journal.push({ key, input });
  Object.assign(order, { refunded: order.refunded + amount, version: order.version + 1 });
  return { kind: 'executed', receipt: { reference: `re_${company.journal.length}`, status: 'succeeded' } };
}
