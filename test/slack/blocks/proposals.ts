import fc from 'fast-check';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { ADDRESS_LENGTH, NOTE_LENGTH } from '../../../src/tools/fields.ts';
import { fakeCompany } from '../../fakes/company.ts';
import { desk, priya } from '../../tools/given.ts';
import { short } from './hostile.ts';

/** What the company's records say and what the model asks for, both hostile. */
export interface Wish {
  action: string;
  arguments: Record<string, unknown>;
  records: {
    name: string;
    orderId: string;
    ticketId: string;
    customerId: string;
    subject: string;
    title: string;
    address: string;
    paid: number;
    currency: string;
    stock: number;
    ticketStatus: string;
  };
}

/** An id as the company could give it. Its separators are the card's own, so that they end it. */
const id = fc
  .oneof(short, fc.constantFrom('ORD-12345', 'cust_123', '*x*', '<!channel>', 'A_B_', ':tada:', '#W-12/7', '&amp;'))
  .map((text) =>
    text
      .normalize('NFC')
      .replaceAll(/\p{C}|\p{Default_Ignorable_Code_Point}|[\s·:⏎‹]+/gu, '-')
      .slice(0, 60)
      .toWellFormed(),
  )
  .filter((text) => text !== '' && !/\p{M}/u.test(text));
const words = (longest: number) =>
  short.map((text) => text.slice(0, longest).toWellFormed()).filter((text) => /[\p{L}\p{N}]/u.test(text));
const address = words(ADDRESS_LENGTH);
const note = words(NOTE_LENGTH);
const reason = words(400);

const records = fc.record({
  name: short,
  orderId: id,
  ticketId: id,
  customerId: id,
  subject: short,
  title: short,
  address: short,
  paid: fc.integer({ min: 1, max: 900_000_000 }),
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CHF'),
  stock: fc.integer({ min: 0, max: 9 }),
  ticketStatus: fc.constantFrom('Open', 'Pending', 'Resolved', 'Closed'),
});
const quantity = fc.integer({ min: 1, max: 1_000 });
const status = fc.constantFrom('Open', 'Pending', 'Resolved', 'Closed', null);
const priority = fc.constantFrom('Low', 'Medium', 'High', null);
const line = fc.record({ sku: fc.constantFrom('MUG', 'POT'), quantity });

const wishes: Record<string, fc.Arbitrary<Record<string, unknown>>> = {
  refund_order: fc.record({
    order_id: fc.constant('ORD-12345'),
    amount: fc.constant(null),
    currency: fc.constant(null),
    reason,
  }),
  cancel_order: fc.record({ order_id: fc.constant('ORD-1'), reason }),
  change_address: fc.record({ order_id: fc.constant('ORD-1'), shipping_address: address, reason }),
  update_ticket: fc.record({ ticket_id: fc.constant('TKT_001'), status, priority, note: fc.option(note), reason }),
  open_ticket: fc.record({
    customer_id: fc.constant('cust_123'),
    subject: words(100),
    priority: fc.constantFrom('Low', 'Medium', 'High'),
    note,
  }),
  place_order: fc.record({
    customer_id: fc.constant('cust_123'),
    lines: fc.array(line, { minLength: 1, maxLength: 4 }),
    shipping_address: fc.option(address),
    delivery: fc.constantFrom('standard', 'expedited'),
    reason,
  }),
};
const ACTIONS = Object.keys(wishes);

export const wish: fc.Arbitrary<Wish> = fc
  .constantFrom(...ACTIONS)
  .chain((action) => fc.record({ action: fc.constant(action), arguments: wishes[action] ?? fc.constant({}), records }));

/** What the real tools make of a wish, one after another; undefined when one refuses. */
export function proposer(): (wish: Wish) => Promise<Proposal | undefined> {
  const company = fakeCompany();
  const { ask } = desk(company);
  return async ({ action, arguments: given, records: held }) => {
    const money = (minor: number) => ({ minor, currency: held.currency });
    const lines = [{ sku: 'MUG', title: held.title, quantity: 2, price: money(2_400) }];
    const sums = { paid: money(held.paid), refunded: money(0), currency: held.currency };
    const order = { ...sums, lines, shippingAddress: held.address, id: held.orderId };
    for (const name of ['ORD-12345', 'ORD-1']) company.changeOrder(name, order);
    company.changeTicket('TKT_001', { id: held.ticketId, subject: held.subject, status: held.ticketStatus });
    company.changeCustomer('cust_123', { name: held.name, id: held.customerId });
    for (const sku of ['MUG', 'POT'])
      company.changeProduct(sku, { title: held.title, stock: held.stock, price: money(2_500) });
    const result = await ask(priya, action, given);
    return result.kind === 'proposal' ? result.proposal : undefined;
  };
}
