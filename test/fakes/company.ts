import { OrderId, Sku } from '../../src/domain/ids.ts';
import type { ApprovalId } from '../../src/domain/ids.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import type { System } from '../../src/domain/errors.ts';
import { money, subtract } from '../../src/domain/money.ts';
import { Article, Customer, Order, Product, Ticket } from '../../src/ports/company.ts';
import type { Company, Crm, Knowledge, Orders, Refund, Written } from '../../src/ports/company.ts';

/** One line a write that happened: the only judge of what was executed. */
interface JournalEntry {
  key: ApprovalId;
  what: string;
  detail: unknown;
}

export interface FakeCompany extends Company {
  journal: readonly JournalEntry[];
  /** Systems that are asked, whether or not they answer: `order ORD-1`, `customer cust_1`. */
  reads: readonly string[];
  /** A change from outside: also a new version where there are versions. */
  changeOrder(id: string, change: Record<string, unknown>): void;
  changeTicket(id: string, change: Record<string, unknown>): void;
  changeCustomer(id: string, change: Record<string, unknown>): void;
  changeProduct(sku: string, change: Record<string, unknown>): void;
  takeDown(system: System): void;
  bringUp(system: System): void;
  /** A refund whose request had been on its way for a while, in minor units. */
  lateCommit(key: ApprovalId, order: string, minor: number): Promise<void>;
  /** The next refund happens and is answered like this. */
  answerRefundWith(answer: Partial<Pick<Refund, 'status' | 'amount'>>): void;
  /** The next write happens, but its answer is lost. */
  loseNextAnswer(): void;
}

interface State {
  customers: Map<string, Customer>;
  tickets: Map<string, Ticket>;
  orders: Map<string, Order>;
  products: Map<string, Product>;
  articles: readonly Article[];
  /** What each key was answered, by the kind of record it is answered with. */
  wrote: {
    tickets: Map<string, Written<Ticket>>;
    refunds: Map<string, Written<Refund>>;
    orders: Map<string, Written<Order>>;
    placed: Map<string, Written<{ id: OrderId }>>;
  };
  journal: JournalEntry[];
  reads: string[];
  down: Set<System>;
  refundAnswer: Partial<Pick<Refund, 'status' | 'amount'>>;
  /** One for each answer still to be lost. */
  losses: string[];
}

/** Alice, Bob and Carol, whose credit is declined; in memory, keyed writes happen once. */
export function fakeCompany(): FakeCompany {
  const state = seed();
  const replace = <Row>(rows: Map<string, Row>, parse: (row: unknown) => Row) => {
    return (id: string, change: Record<string, unknown>) => {
      const row = rows.get(id);
      if (!row) throw new Error(`the fake company has no ${id}`);
      const versioned = 'version' in Object(row) ? { version: Number(Object(row).version) + 1 } : {};
      rows.set(id, parse({ ...row, ...versioned, ...change }));
    };
  };
  return {
    crm: fakeCrm(state),
    knowledge: fakeKnowledge(state),
    orders: fakeOrders(state),
    journal: state.journal,
    reads: state.reads,
    changeOrder: replace(state.orders, (row) => Order.parse(row)),
    changeTicket: replace(state.tickets, (row) => Ticket.parse(row)),
    changeCustomer: replace(state.customers, (row) => Customer.parse(row)),
    changeProduct: replace(state.products, (row) => Product.parse(row)),
    takeDown: (system) => void state.down.add(system),
    bringUp: (system) => void state.down.delete(system),
    lateCommit: async (key, order, minor) => {
      const { version, currency } = Order.parse(state.orders.get(order));
      await fakeOrders(state).refund(
        OrderId.parse(order),
        { amount: money(minor, currency), reason: '', version },
        key,
      );
    },
    answerRefundWith: (answer) => void (state.refundAnswer = answer),
    loseNextAnswer: () => void state.losses.push('the answer was lost'),
  };
}

function fakeCrm(state: State): Crm {
  const { customers, tickets } = state;
  return {
    customer: async (id) => read(state, 'crm', `customer ${id}`, customers.get(id)),
    customerByEmail: async (email) =>
      read(
        state,
        'crm',
        `email ${email}`,
        [...customers.values()].find((customer) => customer.email === email.toLowerCase()),
      ),
    tickets: async (id) =>
      read(
        state,
        'crm',
        `tickets of ${id}`,
        [...tickets.values()].filter((ticket) => ticket.customerId === id),
      ),
    ticket: async (id) => read(state, 'crm', `ticket ${id}`, tickets.get(id)),
    openTicket: async ({ note, ...ticket }, key) =>
      write(state, state.wrote.tickets, { key, system: 'crm', what: 'ticket', detail: { ...ticket, note } }, () => {
        const id = `TKT_${String(tickets.size + 1).padStart(3, '0')}`;
        tickets.set(id, Ticket.parse({ ...ticket, id, status: 'Open', version: 1, notes: [note] }));
        return done(tickets.get(id));
      }),
    updateTicket: async (id, { note, version, ...change }, key) =>
      write(
        state,
        state.wrote.tickets,
        { key, system: 'crm', what: `ticket ${id}`, detail: { ...change, ...(note && { note }) } },
        () => {
          const ticket = tickets.get(id);
          if (!ticket) return refused('not_found');
          if (ticket.version !== version) return refused('version_conflict');
          const notes = note === undefined ? ticket.notes : [...ticket.notes, note];
          tickets.set(id, Ticket.parse({ ...ticket, ...change, notes, version: version + 1 }));
          return done(tickets.get(id));
        },
      ),
    lookUpTicket: async (key) => read(state, 'crm', `write ${key}`, state.wrote.tickets.get(key)),
  };
}

function fakeKnowledge(state: State): Knowledge {
  return {
    search: async (query, limit) => {
      const words = query.toLowerCase().split(/\W+/);
      const hits = state.articles
        .map((article) => ({
          article,
          score: words.filter((word) => word && article.body.toLowerCase().includes(word)).length,
        }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score);
      const found = hits.map(({ article: { body, ...article }, score }) => ({
        ...article,
        excerpt: body.slice(0, 20),
        score,
      }));
      return read(state, 'knowledge', `search ${query}`, found.slice(0, limit));
    },
    article: async (id) =>
      read(
        state,
        'knowledge',
        `article ${id}`,
        state.articles.find((article) => article.id === id),
      ),
  };
}

function fakeOrders(state: State): Orders {
  const { orders, products } = state;
  const place =
    (what: string): Orders['place'] =>
    async (order, key) =>
      write(state, state.wrote.placed, { key, system: 'orders', what, detail: order }, () =>
        done({ id: OrderId.parse(`${what === 'order' ? 'ORD' : 'BO'}-9000`) }),
      );
  return {
    order: async (id) => read(state, 'orders', `order ${id}`, orders.get(id)),
    ordersOf: async (id) =>
      read(
        state,
        'orders',
        `orders of ${id}`,
        [...orders.values()].filter((order) => order.customerId === id),
      ),
    product: async (sku) => read(state, 'orders', `product ${sku}`, products.get(sku)),
    products: async (query) =>
      read(
        state,
        'orders',
        `products ${query}`,
        [...products.values()].filter(({ title }) => title.toLowerCase().includes(query.toLowerCase())),
      ),
    refund: async (id, { amount, reason, version }, key) =>
      write(
        state,
        state.wrote.refunds,
        { key, system: 'orders', what: `refund ${id}`, detail: { amount, reason } },
        () => {
          const order = orders.get(id);
          if (!order) return refused('not_found');
          if (order.version !== version) return refused('version_conflict');
          if (subtract(order.paid, order.refunded).minor < amount.minor) return refused('exceeds_refundable');
          const refunded = money(order.refunded.minor + amount.minor, order.currency);
          orders.set(id, { ...order, refunded, version: version + 1 });
          return done({ id: `re_${state.journal.length + 1}`, status: 'succeeded', amount, ...state.refundAnswer });
        },
      ),
    lookUpRefund: async (key) => read(state, 'orders', `write ${key}`, state.wrote.refunds.get(key)),
    cancel: async (id, key) =>
      write(state, state.wrote.orders, { key, system: 'orders', what: `cancel ${id}`, detail: {} }, () => {
        const order = orders.get(id);
        if (!order) return refused('not_found');
        if (order.status === 'shipped' || order.status === 'delivered') return refused('already_shipped');
        orders.set(id, { ...order, status: 'cancelled', version: order.version + 1 });
        return done(orders.get(id));
      }),
    changeAddress: async (id, { shippingAddress, version }, key) =>
      write(
        state,
        state.wrote.orders,
        { key, system: 'orders', what: `address ${id}`, detail: { shippingAddress } },
        () => {
          const order = orders.get(id);
          if (!order) return refused('not_found');
          if (order.version !== version) return refused('version_conflict');
          orders.set(id, { ...order, shippingAddress, version: version + 1 });
          return done(orders.get(id));
        },
      ),
    place: place('order'),
    backorder: place('backorder'),
    lookUpOrder: async (key) =>
      read(state, 'orders', `write ${key}`, state.wrote.orders.get(key) ?? state.wrote.placed.get(key)),
  };
}

function read<Value>(state: State, system: System, what: string, value: Value): Value {
  state.reads.push(what);
  if (state.down.has(system)) throw new Unavailable(system);
  return value;
}

interface Intent {
  key: ApprovalId;
  system: System;
  what: string;
  detail: unknown;
}

/** `book` holds the answers of earlier keys: the same key happens once. */
function write<Value>(
  state: State,
  book: Map<string, Written<Value>>,
  intent: Intent,
  effect: () => Written<Value>,
): Written<Value> {
  const { key, what, detail } = intent;
  if (state.down.has(intent.system)) return { kind: 'unknown', why: 'no answer' };
  const answer = book.get(key) ?? effect();
  if (answer.kind === 'done' && !book.has(key)) state.journal.push({ key, what, detail });
  book.set(key, answer);
  const lost = state.losses.shift();
  return lost === undefined ? answer : { kind: 'unknown', why: lost };
}

const refused = (code: string): Written<never> => ({ kind: 'refused', code, message: `the company says ${code}` });
function done<Value>(value: Value | undefined): Written<Value> {
  if (value === undefined) throw new Error('the fake company lost a record');
  return { kind: 'done', value };
}

function seed(): State {
  const usd = (minor: number) => ({ minor, currency: 'USD' });
  const mug = { sku: 'MUG', title: 'Coffee mug', quantity: 2, price: usd(2_400) };
  const customer = (id: string, name: string, more: object) =>
    Customer.parse({
      id,
      name,
      tier: 'standard',
      creditStatus: 'approved',
      since: '2021-05-01T00:00:00Z',
      ticketIds: [],
      ...more,
    });
  const order = (id: string, customerId: string, more: object) =>
    Order.parse({
      id,
      customerId,
      status: 'processing',
      placedAt: '2026-01-01T00:00:00Z',
      lines: [mug],
      paid: usd(12_000),
      refunded: usd(0),
      currency: 'USD',
      shippingAddress: '1 Rabbit Hole, Oxford',
      version: 1,
      ...more,
    });
  const ticket = (id: string, customerId: string, more: object) =>
    Ticket.parse({
      id,
      customerId,
      subject: 'Login Issue',
      status: 'Open',
      priority: 'High',
      version: 14,
      notes: ['seen'],
      ...more,
    });
  const product = (sku: string, title: string, more: object) =>
    Product.parse({ sku, title, stock: 5, price: usd(2_400), ...more });
  const article = (id: string, title: string, body: string) =>
    Article.parse({ id, title, body, url: `https://help.example.com/${id}`, updatedAt: '2026-01-01T00:00:00Z' });
  const byId = <Row extends { id: string }>(rows: readonly Row[]) => new Map(rows.map((row) => [String(row.id), row]));
  return {
    customers: byId([
      customer('cust_123', 'Alice Wonderland', { email: 'alice@example.com', tier: 'premium', ticketIds: ['TKT_001'] }),
      customer('cust_456', 'Bob The Builder', { email: 'bob@example.com', ticketIds: ['TKT_002'] }),
      customer('cust_789', 'Carol Caterpillar', { email: 'carol@example.com', creditStatus: 'declined' }),
    ]),
    tickets: byId([
      ticket('TKT_001', 'cust_123', {}),
      ticket('TKT_002', 'cust_456', { subject: 'Password Reset', status: 'Closed', priority: 'Medium' }),
    ]),
    orders: byId([
      order('ORD-12345', 'cust_123', { status: 'delivered', deliveredAt: '2026-01-07T12:00:00Z' }),
      order('ORD-1', 'cust_123', { carrier: 'DHL', eta: '2026-01-12T00:00:00Z' }),
      order('ORD-2', 'cust_456', { status: 'shipped', trackingUrl: 'https://track.example.com/2' }),
      order('ORD-3', 'cust_123', { status: 'cancelled', refunded: usd(12_000) }),
      order('ORD-JPY', 'cust_123', {
        paid: { minor: 5_000, currency: 'JPY' },
        refunded: { minor: 0, currency: 'JPY' },
        currency: 'JPY',
        lines: [{ ...mug, price: { minor: 2_500, currency: 'JPY' } }],
      }),
    ]),
    products: new Map(
      [
        product('MUG', 'Coffee mug', {}),
        product('POT', 'Tea pot', { stock: 0, restockDate: '2026-02-01T00:00:00Z', price: usd(5_000) }),
        product('YEN', 'Paper fan', { price: { minor: 700, currency: 'JPY' } }),
      ].map((row) => [Sku.parse(row.sku), row]),
    ),
    articles: [
      article('KB-1', 'Reset your password', 'To reset your password, open the login page and choose Forgot password.'),
      article('KB-2', 'Damaged items', 'Tell us about damaged items within 30 days and we refund them.'),
    ],
    wrote: { tickets: new Map(), refunds: new Map(), orders: new Map(), placed: new Map() },
    journal: [],
    reads: [],
    down: new Set(),
    refundAnswer: {},
    losses: [],
  };
}
