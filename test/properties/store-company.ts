import type { ApprovalId } from '../../src/domain/ids.ts';
import { CustomerId, OrderId } from '../../src/domain/ids.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import { canonical } from '../../src/domain/json.ts';
import { money } from '../../src/domain/money.ts';
import { DAY } from '../../src/domain/time.ts';
import { Customer, Order } from '../../src/ports/company.ts';
import type { Orders, Refund, Written } from '../../src/ports/company.ts';
import { refundOrder } from '../../src/tools/refund-order.ts';
import type { Action } from '../../src/tools/tool.ts';
import { fakeCompany } from '../fakes/company.ts';
import { NOW } from '../fakes/house.ts';
import type { Sending } from './store-commands.ts';

const CUSTOMER = CustomerId.parse('cust_123');
export const ORDER_IDS = [OrderId.parse('ORD-1'), OrderId.parse('ORD-2')] as const;
const PAID = 150_000;

/** A refund that happened: the only judge of what was executed. */
interface Happened {
  key: ApprovalId;
  order: OrderId;
  amount: number;
  /** What was asked for, canonical. */
  asked: string;
}

interface OnItsWay {
  at: number;
  key: ApprovalId;
  land: () => void;
}

/** It keeps keys, and checks no amounts: not to give back more than was paid is the bot's business. */
export interface PlayedCompany {
  /** False: it changes a record whatever version was read. */
  checksVersions: boolean;
  /** Requests that were sent, however they ended. */
  sent: ApprovalId[];
  orders: Map<OrderId, { refunded: number; version: number }>;
  journal: Happened[];
  answers: Map<ApprovalId, Written<Refund>>;
  onItsWay: OnItsWay[];
  sendings: Sending[];
  isDown: boolean;
  /** Milliseconds, whatever any clock shows. */
  truth: number;
}

export const openCompany = (checksVersions: boolean): PlayedCompany => ({
  checksVersions,
  sent: [],
  orders: new Map(ORDER_IDS.map((id) => [id, { refunded: 0, version: 1 }])),
  journal: [],
  answers: new Map(),
  onItsWay: [],
  sendings: [],
  isDown: false,
  truth: NOW,
});

/** Time goes by in the world; what was on its way arrives. */
export function goBy(company: PlayedCompany, milliseconds: number): void {
  const now = company.truth + milliseconds;
  const due = company.onItsWay.filter(({ at }) => at <= now).toSorted((a, b) => a.at - b.at);
  Object.assign(company, { truth: now, onItsWay: company.onItsWay.filter(({ at }) => at > now) });
  for (const { land } of due) land();
}

export function refundByHand({ orders }: PlayedCompany, id: OrderId, amount: number): void {
  const order = orders.get(id);
  if (!order || order.refunded + amount > PAID) return;
  orders.set(id, { refunded: order.refunded + amount, version: order.version + 1 });
}

export const overRefunded = ({ orders }: PlayedCompany): boolean =>
  [...orders.values()].some(({ refunded }) => refunded > PAID);

/** The real action; `company` is whichever is asked now. */
export function refundAction(company: () => PlayedCompany): Action {
  const customer = Customer.parse({
    id: CUSTOMER,
    name: 'Alice Wonderland',
    email: 'alice@example.com',
    tier: 'premium',
    creditStatus: 'approved',
    since: '2021-05-01T00:00:00Z',
    ticketIds: [],
  });
  const { crm, orders } = fakeCompany();
  return refundOrder({
    crm: { ...crm, customer: async () => customer },
    orders: { ...orders, ...playedOrders(company) },
  });
}

function playedOrders(company: () => PlayedCompany): Pick<Orders, 'order' | 'refund' | 'lookUpRefund'> {
  const reachable = (): PlayedCompany => {
    if (company().isDown) throw new Unavailable('orders');
    return company();
  };
  return {
    order: async (id) => {
      const found = reachable().orders.get(id);
      return found && orderOf(id, found);
    },
    lookUpRefund: async (key) => reachable().answers.get(key),
    refund: async (order, wish, key) => send(company(), { order, key, wish }),
  };
}

const TEMPLATE = Order.parse({
  id: 'ORD-1',
  customerId: CUSTOMER,
  status: 'delivered',
  placedAt: new Date(NOW - 5 * DAY).toISOString(),
  deliveredAt: new Date(NOW - 3 * DAY).toISOString(),
  lines: [],
  paid: money(PAID, 'USD'),
  refunded: money(0, 'USD'),
  currency: 'USD',
  shippingAddress: '1 Rabbit Hole, Oxford',
  version: 1,
});
const orderOf = (id: OrderId, { refunded, version }: { refunded: number; version: number }): Order => ({
  ...TEMPLATE,
  id,
  refunded: money(refunded, 'USD'),
  version,
});

interface Request {
  order: OrderId;
  key: ApprovalId;
  wish: Parameters<Orders['refund']>[1];
}

const UNKNOWN: Written<Refund> = { kind: 'unknown', why: 'no answer' };

function send(company: PlayedCompany, request: Request): Written<Refund> {
  company.sent.push(request.key);
  const sending = company.sendings.shift() ?? { how: 'answered' };
  switch (sending.how) {
    case 'answered':
      return land(company, request);
    case 'declined':
      return company.answers.get(request.key) ?? keep(company, request, refused('card_closed'));
    case 'lost':
      return UNKNOWN;
    case 'cut-after-commit':
      land(company, request);
      return UNKNOWN;
    case 'late':
      company.onItsWay.push({
        at: company.truth + sending.seconds * 1_000,
        key: request.key,
        land: () => void land(company, request),
      });
      return UNKNOWN;
  }
}

function land(company: PlayedCompany, request: Request): Written<Refund> {
  const { order: id, key, wish } = request;
  const known = company.answers.get(key);
  if (known) return known;
  const order = company.orders.get(id);
  if (!order || (company.checksVersions && order.version !== wish.version))
    return keep(company, request, refused('version_conflict'));
  const { amount, reason } = wish;
  company.orders.set(id, { refunded: order.refunded + amount.minor, version: order.version + 1 });
  company.journal.push({
    key,
    order: id,
    amount: amount.minor,
    asked: canonical({ order_id: id, amount: { ...amount }, reason }),
  });
  return keep(company, request, {
    kind: 'done',
    value: { id: `re_${company.journal.length}`, status: 'succeeded', amount },
  });
}

function keep({ answers }: PlayedCompany, { key }: Request, answer: Written<Refund>): Written<Refund> {
  answers.set(key, answer);
  return answer;
}

const refused = (code: string): Written<Refund> => ({ kind: 'refused', code, message: code });
