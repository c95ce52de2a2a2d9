import type { Json } from '../domain/json.ts';
import { isStaff, maySee } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Crm, Customer } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { defineTool, toData } from './define-tool.ts';
import { textOrNull } from './fields.ts';
import { fitting } from './fitting.ts';
import { customerNamed, noCustomer } from './records.ts';
import type { CallContext, Tool } from './tool.ts';

export function findCustomer(deps: { crm: Crm }): Tool {
  return defineTool({
    name: 'find_customer',
    description:
      'Looks one customer up, by id or by e-mail, with their tickets. Call it when a colleague names a customer and you need their id, tier or credit status. ' +
      'A customer finds only their own record. If nothing is found, say so; never guess an id or claim that somebody is or is not a customer of ours.',
    fields: {
      customer_id: textOrNull().describe(
        'Customer id such as cust_123, from the person or an earlier answer; null when only the e-mail is known.',
      ),
      email: textOrNull().describe('E-mail exactly as the person wrote it; null when the customer id is known.'),
    },
    answer: async (wish, context) => toData(await find(deps.crm, wish, context)),
  });
}

interface Named {
  customer_id: string | null;
  email: string | null;
}

async function find(crm: Crm, named: Named, { asker }: CallContext): Promise<Result<Json, Refusal>> {
  const { id, email } = wantedOf(named, asker);
  if (id !== null) return seen(crm, asker, { customer: await customerNamed(crm, id), called: id });
  if (email === null) return refuse(invalid('customer_id', 'give the customer id or the e-mail'));
  return seen(crm, asker, { customer: await crm.customerByEmail(email), called: `with the e-mail ${email}` });
}

/** A customer who names nobody means themselves. */
function wantedOf({ customer_id: id, email }: Named, asker: Principal): { id: string | null; email: string | null } {
  if (id !== null || email !== null || isStaff(asker)) return { id, email };
  return { id: asker.customerId ?? null, email: null };
}

async function seen(
  crm: Crm,
  asker: Principal,
  found: { customer: Customer | undefined; called: string },
): Promise<Result<Json, Refusal>> {
  const { customer, called } = found;
  return customer && maySee(asker, customer.id) ? ok(await customerView(crm, customer)) : refuse(noCustomer(called));
}

async function customerView(crm: Crm, { id, name, email, tier, creditStatus, since }: Customer): Promise<Json> {
  const tickets = await crm.tickets(id);
  const shown = fitting(
    tickets.map((ticket) => ({
      id: ticket.id,
      subject: ticket.subject,
      status: ticket.status,
      priority: ticket.priority,
    })),
  );
  const more = tickets.length - shown.length;
  return {
    id,
    name,
    email,
    tier,
    creditStatus,
    since,
    tickets: shown,
    ...(more > 0 && { more }),
  };
}
