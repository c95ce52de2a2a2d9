import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import { Article, Customer, Interaction, Order, Product, Refund, Ticket } from './records.ts';

/** All records of one kind, in the order in which they were first put there. */
interface Shelf<Item> {
  get(id: string): Item | undefined;
  /** Those with this owner. */
  of(owner: string): readonly Item[];
  all(): readonly Item[];
  count(): number;
  /** Adds the record, or replaces the one with its id. */
  put(item: Item): void;
}

export interface Shelves {
  /** Owner: the e-mail in lower case. */
  customers: Shelf<Customer>;
  /** Owner: the customer; so are those of interactions and orders. */
  tickets: Shelf<Ticket>;
  interactions: Shelf<Interaction>;
  orders: Shelf<Order>;
  /** Owner: the order. */
  refunds: Shelf<Refund>;
  /** Owner: nobody. */
  products: Shelf<Product>;
  articles: Shelf<Article>;
}

export function shelvesIn(database: DatabaseSync): Shelves {
  const ofCustomer = (item: { id: string; customerId: string }) => ({ id: item.id, owner: item.customerId });
  return {
    customers: shelf(database, 'customer', Customer, (item) => ({ id: item.id, owner: item.email.toLowerCase() })),
    tickets: shelf(database, 'ticket', Ticket, ofCustomer),
    interactions: shelf(database, 'interaction', Interaction, ofCustomer),
    orders: shelf(database, 'order', Order, ofCustomer),
    refunds: shelf(database, 'refund', Refund, (item) => ({ id: item.id, owner: item.orderId })),
    products: shelf(database, 'product', Product, (item) => ({ id: item.sku, owner: '' })),
    articles: shelf(database, 'article', Article, (item) => ({ id: item.id, owner: '' })),
  };
}

const Row = z.object({ record: z.string() });
const Count = z.object({ count: z.number() });

function shelf<Item>(
  database: DatabaseSync,
  kind: string,
  schema: z.ZodType<Item>,
  placeOf: (item: Item) => { id: string; owner: string },
): Shelf<Item> {
  const get = database.prepare('SELECT record FROM records WHERE kind = ? AND id = ?');
  const of = database.prepare('SELECT record FROM records WHERE kind = ? AND owner = ? ORDER BY number');
  const all = database.prepare('SELECT record FROM records WHERE kind = ? ORDER BY number');
  const count = database.prepare('SELECT count(*) AS count FROM records WHERE kind = ?');
  const put = database.prepare(
    `INSERT INTO records (kind, id, owner, record) VALUES (?, ?, ?, ?)
     ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, record = excluded.record`,
  );
  const itemOf = (row: unknown): Item => schema.parse(JSON.parse(Row.parse(row).record));
  return {
    get(id) {
      const row = get.get(kind, id);
      return row && itemOf(row);
    },
    of: (owner) => of.all(kind, owner).map(itemOf),
    all: () => all.all(kind).map(itemOf),
    count: () => Count.parse(count.get(kind)).count,
    put(item) {
      const { id, owner } = placeOf(item);
      put.run(kind, id, owner, JSON.stringify(item));
    },
  };
}
