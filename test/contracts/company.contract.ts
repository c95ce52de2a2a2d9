import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApprovalId, CustomerId, OrderId, Sku, TicketId } from '../../src/domain/ids.ts';
import { money } from '../../src/domain/money.ts';
import type { Company, Order, Written } from '../../src/ports/company.ts';

export interface StartedCompany {
  company: Company;
  stop(): Promise<void>;
}

const ALICE = CustomerId.parse('cust_123');
const BOB = CustomerId.parse('cust_456');
const ALICES_DELIVERED = OrderId.parse('ORD-12345');
const NOBODYS_ORDER = OrderId.parse('ORD-0');

/** What the bot relies on, on whatever company stands behind the port. It is started with the documented seed. */
export function companyContract(name: string, start: () => Promise<StartedCompany>): void {
  let started: StartedCompany;
  let keys = 0;
  const company = (): Company => started.company;
  const newKey = (): ApprovalId => ApprovalId.parse(`apr_contract${(keys += 1)}`);
  const orderOf = async (id: OrderId): Promise<Order> => {
    const order = await company().orders.order(id);
    if (!order) throw new Error(`expected an order ${id}`);
    return order;
  };
  const orderIn = async (customer: CustomerId, status: Order['status']): Promise<Order> => {
    const order = (await company().orders.ordersOf(customer)).find((one) => one.status === status);
    if (!order) throw new Error(`expected an order of ${customer} that is ${status}`);
    return order;
  };

  describe(`${name} keeps the contract of a company`, () => {
    beforeAll(async () => {
      started = await start();
    });
    afterAll(() => started.stop());

    describe('given the customers', () => {
      test('when one is asked for by id, then the record comes', async () => {
        expect(await company().crm.customer(ALICE)).toMatchObject({
          id: ALICE,
          name: 'Alice Wonderland',
          email: 'alice@example.com',
          tier: 'premium',
          creditStatus: 'approved',
        });
      });

      test('when one is asked for by e-mail, then upper and lower case are the same', async () => {
        const found = await company().crm.customerByEmail('BOB@example.com');

        expect(found?.id).toBe(BOB);
      });

      test.each(['nobody@example.com', 'example.com', '', 'alice@example.com&x=1'])(
        'when the e-mail is %j, then nobody is found',
        async (email) => {
          expect(await company().crm.customerByEmail(email)).toBeUndefined();
        },
      );

      test('when nobody has the id, then nothing comes', async () => {
        expect(await company().crm.customer(CustomerId.parse('cust_0'))).toBeUndefined();
      });
    });

    describe('given the tickets', () => {
      test('when those of a customer are asked for, then theirs come and no others', async () => {
        const tickets = await company().crm.tickets(ALICE);

        expect(tickets).toContainEqual(expect.objectContaining({ id: 'TKT_001', subject: 'Login Issue' }));
        expect(new Set(tickets.map(({ customerId }) => customerId))).toEqual(new Set([ALICE]));
      });

      test('when nobody is such a customer, then there are none', async () => {
        expect(await company().crm.tickets(CustomerId.parse('cust_0'))).toEqual([]);
      });

      test('when one is opened, then it is there, and its key finds it again', async () => {
        const key = newKey();
        const ticket = { customerId: BOB, subject: 'No hot water', priority: 'High', note: 'Since Monday.' } as const;

        const opened = valueOf(await company().crm.openTicket(ticket, key));

        expect(opened).toMatchObject({ customerId: BOB, subject: 'No hot water', status: 'Open', priority: 'High' });
        expect(opened.notes).toEqual(['Since Monday.']);
        expect(await company().crm.ticket(opened.id)).toEqual(opened);
        expect(await company().crm.lookUpTicket(key)).toEqual({ kind: 'done', value: opened });
      });

      test('when one is changed, then only what was asked for is different and the version counts on', async () => {
        const before = await company().crm.ticket(TicketId.parse('TKT_002'));
        if (!before) throw new Error('expected the ticket TKT_002');
        const change = { status: 'Pending', note: 'Came back.', version: before.version } as const;

        const changed = valueOf(await company().crm.updateTicket(before.id, change, newKey()));

        const expected = { status: 'Pending', notes: [...before.notes, 'Came back.'], version: before.version + 1 };
        expect(changed).toEqual({ ...before, ...expected });
      });

      test('when it was changed meanwhile, then the change is refused', async () => {
        const change = { status: 'Closed', version: 99 } as const;

        const written = await company().crm.updateTicket(TicketId.parse('TKT_001'), change, newKey());

        expect(codeOf(written)).toBe('version_conflict');
      });
    });

    describe('given the help articles', () => {
      test('when something is searched, then the best comes first and is short', async () => {
        const found = await company().knowledge.search('How do I reset my password?', 3);

        expect(found.length).toBeLessThanOrEqual(3);
        expect(found[0]).toMatchObject({ id: 'reset-password', title: expect.stringContaining('password') });
        expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).toSorted((a, b) => b - a));
      });

      test('when an article is asked for, then its whole text comes', async () => {
        expect((await company().knowledge.article('reset-password'))?.body).toContain('password');
        expect(await company().knowledge.article('no-such-article')).toBeUndefined();
      });

      test.each(['', '%%%', '"', 'AND OR NOT', '*', 'zzzzqqq'])(
        'when %j is searched, then nothing is found',
        async (query) => {
          expect(await company().knowledge.search(query, 5)).toEqual([]);
        },
      );
    });

    describe('given the orders', () => {
      test('when one is asked for, then its lines, sums and delivery come', async () => {
        const order = await orderOf(ALICES_DELIVERED);

        expect(order).toMatchObject({ customerId: ALICE, status: 'delivered', paid: money(12_000, 'USD') });
        expect(order.lines.map(({ price }) => price)).toContainEqual(money(4_800, 'USD'));
      });

      test('when those of a customer are asked for, then theirs come and no others', async () => {
        const orders = await company().orders.ordersOf(BOB);

        expect(orders.length).toBeGreaterThan(0);
        expect(new Set(orders.map(({ customerId }) => customerId))).toEqual(new Set([BOB]));
      });

      test.each(['ORD-0', '..', '.', 'ORD-12345#x', 'ORD-12345:x'])(
        'when the id is %j, then nothing comes',
        async (id) => {
          expect(await company().orders.order(OrderId.parse(id))).toBeUndefined();
        },
      );

      test('when products are searched by a word, then they have it in their title', async () => {
        const titles = (await company().orders.products('mugs')).map(({ title }) => title);

        expect(titles.length).toBeGreaterThan(0);
        expect(titles.filter((title) => !title.includes('Mug'))).toEqual([]);
      });

      test('when a product is asked for, then its stock comes', async () => {
        const [product] = await company().orders.products('mug');

        expect(product && (await company().orders.product(product.sku))).toEqual(product);
        expect(await company().orders.product(Sku.parse('NONE-1'))).toBeUndefined();
      });
    });

    describe('given a paid order', () => {
      test('when a part of it is refunded, then the rest is left and the key finds the refund again', async () => {
        const key = newKey();
        const order = await orderOf(ALICES_DELIVERED);
        const amount = money(4_800, 'USD');

        const written = await company().orders.refund(
          order.id,
          { amount, reason: 'broken', version: order.version },
          key,
        );

        expect(valueOf(written)).toEqual({ id: expect.any(String), status: 'succeeded', amount });
        expect(await company().orders.lookUpRefund(key)).toEqual(written);
        expect(await orderOf(order.id)).toEqual({ ...order, refunded: amount, version: order.version + 1 });
      });

      test('when the same key comes again, then nothing is refunded twice', async () => {
        const key = newKey();
        const order = await orderOf(ALICES_DELIVERED);
        const refund = { amount: money(100, 'USD'), reason: 'late', version: order.version };

        const first = await company().orders.refund(order.id, refund, key);
        const second = await company().orders.refund(order.id, refund, key);

        expect(second).toEqual(first);
        expect((await orderOf(order.id)).refunded.minor).toBe(order.refunded.minor + 100);
      });

      test('when the same key comes with another amount, then its outcome has to be looked up', async () => {
        const key = newKey();
        const order = await orderOf(ALICES_DELIVERED);
        const refund = { amount: money(100, 'USD'), reason: '', version: order.version };
        const first = await company().orders.refund(order.id, refund, key);

        const second = await company().orders.refund(order.id, { ...refund, amount: money(200, 'USD') }, key);

        expect(second.kind).toBe('unknown');
        expect(await company().orders.lookUpRefund(key)).toEqual(first);
      });

      test.each([
        ['more than is left', money(12_001, 'USD'), 0, 'exceeds_refundable'],
        ['another currency', money(100, 'EUR'), 0, 'currency_mismatch'],
        ['an old version', money(100, 'USD'), -1, 'version_conflict'],
      ])('when it is %s, then nothing is refunded', async (_, amount, versionsBack, code) => {
        const key = newKey();
        const order = await orderOf(ALICES_DELIVERED);
        const refund = { amount, reason: '', version: order.version + versionsBack };

        const written = await company().orders.refund(order.id, refund, key);

        expect(codeOf(written)).toBe(code);
        expect(await company().orders.lookUpRefund(key)).toEqual(written);
        expect(await orderOf(order.id)).toEqual(order);
      });

      test('when there is no such order, then the refund is refused', async () => {
        const refund = { amount: money(100, 'USD'), reason: '', version: 1 };

        expect(codeOf(await company().orders.refund(NOBODYS_ORDER, refund, newKey()))).toBe('not_found');
      });

      test('when a key was never seen, then there is nothing to look up', async () => {
        expect(await company().orders.lookUpRefund(newKey())).toBeUndefined();
      });
    });

    describe('given an order that has not shipped', () => {
      test('when its address is changed, then the parcel goes there', async () => {
        const order = await orderIn(ALICE, 'processing');
        const change = { shippingAddress: '1 New Street, Oslo', version: order.version };

        const changed = valueOf(await company().orders.changeAddress(order.id, change, newKey()));

        expect(changed).toEqual({ ...order, shippingAddress: '1 New Street, Oslo', version: order.version + 1 });
      });

      test('when it is cancelled, then it is, and the key finds it again', async () => {
        const key = newKey();
        const order = await orderIn(BOB, 'processing');

        const cancelled = valueOf(await company().orders.cancel(order.id, key));

        expect(cancelled).toMatchObject({ id: order.id, status: 'cancelled' });
        expect(await company().orders.lookUpOrder(key)).toEqual({ kind: 'done', value: { id: order.id } });
      });
    });

    describe('given an order that has shipped', () => {
      test('when it is cancelled or readdressed, then that is refused', async () => {
        const order = await orderIn(ALICE, 'shipped');
        const change = { shippingAddress: 'Elsewhere', version: order.version };

        const cancelled = await company().orders.cancel(order.id, newKey());
        const readdressed = await company().orders.changeAddress(order.id, change, newKey());

        expect([codeOf(cancelled), codeOf(readdressed)]).toEqual(['already_shipped', 'already_shipped']);
      });
    });

    describe('given new orders', () => {
      test('when one is placed, then it is processing and the stock is less', async () => {
        const before = await productIn(company(), 'in-stock');
        const order = {
          customerId: BOB,
          lines: [{ sku: before.sku, quantity: 2 }],
          shippingAddress: '7 Workshop Road',
        };

        const { id } = valueOf(await company().orders.place(order, newKey()));

        expect(await orderOf(id)).toMatchObject({ status: 'processing', shippingAddress: '7 Workshop Road' });
        expect(await company().orders.product(before.sku)).toEqual({ ...before, stock: before.stock - 2 });
      });

      test('when something is out of stock, then it can only be backordered', async () => {
        const { sku } = await productIn(company(), 'out-of-stock');
        const order = { customerId: BOB, lines: [{ sku, quantity: 1 }] };

        const placed = await company().orders.place(order, newKey());
        const backordered = valueOf(await company().orders.backorder(order, newKey()));

        expect(codeOf(placed)).toBe('out_of_stock');
        expect(await orderOf(OrderId.parse(backordered.id))).toMatchObject({ status: 'backordered', customerId: BOB });
      });
    });
  });
}

async function productIn(company: Company, state: 'in-stock' | 'out-of-stock') {
  const products = await company.orders.products('');
  const product = products.find(({ stock }) => (state === 'in-stock' ? stock > 5 : stock === 0));
  if (!product) throw new Error(`expected a product that is ${state}`);
  return product;
}

function valueOf<Value>(written: Written<Value>): Value {
  if (written.kind !== 'done') throw new Error(`expected it to be done, it came out ${JSON.stringify(written)}`);
  return written.value;
}

const codeOf = (written: Written<unknown>): string => (written.kind === 'refused' ? written.code : written.kind);
