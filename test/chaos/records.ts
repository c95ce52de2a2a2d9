import { openDatabase } from '../../src/local/company/database.ts';
import { seedCompany } from '../../src/local/company/seed/seed-company.ts';
import { shelvesIn } from '../../src/local/company/shelf.ts';
import { money } from '../../src/domain/money.ts';
import { orderId, ticketId } from './questions.ts';
import type { Plan } from './plan.ts';
import type { Question } from './questions.ts';

const DAY = 86_400_000;

export const customerOf = ({ customer }: Pick<Question, 'customer'>) => ({
  id: `cust_c${customer}`,
  email: `customer${customer}@example.com`,
  name: `Customer Number ${customer}`,
  slackUser: `UC${1_000 + customer}`,
});

/** The colleague who asks for customers. */
export const ASKING_COLLEAGUE = 'UPRIYA';

export const questionsOf = ({ lives }: Plan): readonly Question[] =>
  lives.flatMap(({ asks }) => asks.map(({ question }) => question));

/** The people of a plan as the local Slack knows them. */
export const slackPeopleOf = (plan: Plan) =>
  [...new Map(questionsOf(plan).map((question) => [question.customer, customerOf(question)])).values()].map(
    ({ slackUser, name, email }) => ({
      id: slackUser,
      name: slackUser.toLowerCase(),
      realName: name,
      role: 'customer' as const,
      email,
      team: 'T_LOCAL',
    }),
  );

/** A company with the records of every question: nobody else ever asks for them. */
export function seedRecords(file: string, plan: Plan, now: number): void {
  const database = openDatabase(file, (fresh) => seedCompany({ shelves: shelvesIn(fresh), now: () => now }));
  database.exec('BEGIN');
  const shelves = shelvesIn(database);
  for (const question of questionsOf(plan)) {
    const { id: customerId, email, name } = customerOf(question);
    const at = (days: number): string => new Date(now + days * DAY).toISOString();
    shelves.customers.put({ id: customerId, email, name, tier: 'standard', creditStatus: 'approved', since: at(-400) });
    const paid = money(400_000, 'USD');
    const line = { sku: 'VASE-110', title: 'Recycled Glass Vase', quantity: 1, price: paid };
    const order = {
      customerId,
      lines: [line],
      paid,
      refunded: money(0, 'USD'),
      currency: paid.currency,
      shippingAddress: '1 Old Road, Portland',
      placedAt: at(-9),
      version: 1,
    };
    const { number } = question;
    shelves.orders.put({ ...order, id: orderId(number, 'A'), status: 'delivered', deliveredAt: at(-4) });
    shelves.orders.put({ ...order, id: orderId(number, 'B'), status: 'processing', eta: at(4) });
    const ticket = { id: ticketId(number), customerId, subject: `Something about ${number}`, notes: [] };
    shelves.tickets.put({ ...ticket, status: 'Open', priority: 'Medium', version: 1 });
  }
  database.exec('COMMIT');
  database.close();
}
