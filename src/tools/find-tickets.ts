import type { Json } from '../domain/json.ts';
import { isAmongStaff, isStaff, maySee } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Crm, Ticket } from '../ports/company.ts';
import { invalid } from './arguments.ts';
import { defineTool, toData } from './define-tool.ts';
import { textOrNull } from './fields.ts';
import { fitting } from './fitting.ts';
import { customerNamed, noCustomer, noTicket, ticketNamed } from './records.ts';
import type { Tool } from './tool.ts';
import { ticketView } from './views.ts';

/** Room for the notes of one ticket, in characters. */
const NOTES = 18_000;
const NOTES_IN_A_LIST = 2_000;

export function findTickets(deps: { crm: Crm }): Tool {
  return defineTool({
    name: 'find_tickets',
    description:
      'Reads one support ticket by id, or all tickets of a customer: subject, status, priority. Call it before answering about a ticket and before update_ticket. ' +
      'Customers see only their own tickets. Never state a ticket fact that is not in the answer.',
    fields: {
      ticket_id: textOrNull().describe(
        'Ticket id such as TKT_001, exactly as the person wrote it; null for all tickets of the customer.',
      ),
      customer_id: textOrNull().describe(
        "Whose tickets, from find_customer; null for the asker's own tickets, or when a ticket id is given.",
      ),
    },
    answer: async (wish, { asker }) => toData(await find(deps.crm, wish, asker)),
  });
}

interface Named {
  ticket_id: string | null;
  customer_id: string | null;
}

async function find(crm: Crm, named: Named, asker: Principal): Promise<Result<Json, Refusal>> {
  const forStaff = isAmongStaff(asker);
  if (named.ticket_id !== null) {
    const ticket = await ticketNamed(crm, named.ticket_id);
    if (!ticket || !maySee(asker, ticket.customerId)) return refuse(noTicket(named.ticket_id));
    return ok({ tickets: [ticketView(ticket, forStaff && NOTES)] });
  }
  const id = named.customer_id ?? (isStaff(asker) ? undefined : asker.customerId);
  if (id === undefined) return refuse(invalid('ticket_id', 'give the ticket id, or whose tickets by customer_id'));
  const customer = await customerNamed(crm, id);
  if (!customer || !maySee(asker, customer.id)) return refuse(noCustomer(id));
  return ok(listOf(await crm.tickets(customer.id), forStaff));
}

function listOf(tickets: readonly Ticket[], forStaff: boolean): Json {
  const shown = fitting(tickets.map((ticket) => ticketView(ticket, forStaff && NOTES_IN_A_LIST)));
  const more = tickets.length - shown.length;
  return { tickets: shown, ...(more > 0 && { more }) };
}
