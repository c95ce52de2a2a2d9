import { z } from 'zod';
import { created, found, notFound, ok, problem, versionConflict } from './answer.ts';
import type { Answer } from './answer.ts';
import type { House } from './house.ts';
import { TicketPriority, TicketStatus } from './records.ts';
import type { Customer, Ticket } from './records.ts';
import { read, write } from './route.ts';
import type { Route } from './route.ts';

const text = z.string().trim().min(1).max(2_000);

const NewTicket = z.object({
  customerId: z.string(),
  subject: text,
  priority: z.string().default('Medium'),
  note: text.optional(),
});
const TicketChange = z.object({
  status: z.string().optional(),
  priority: z.string().optional(),
  note: text.optional(),
  version: z.number().int(),
});
const NewInteraction = z.object({ note: text, channel: z.string().max(100).default('chat') });

export function crmRoutes(house: House): readonly Route[] {
  const { customers, tickets } = house.shelves;
  return [
    read('/customers/{id}', ({ id }) => {
      const customer = customers.get(id);
      return found(customer && withTickets(house, customer), `customer ${id}`);
    }),
    read('/customers', ({ query }) => {
      const email = query.get('email');
      if (email === null) return problem(400, 'filter_required', 'Customers are listed by ?email=.');
      return ok(customers.of(email.toLowerCase()).map((customer) => withTickets(house, customer)));
    }),
    read('/customers/{id}/tickets', ({ id }) => (customers.get(id) ? ok(tickets.of(id)) : notFound(`customer ${id}`))),
    read('/tickets/{id}', ({ id }) => found(tickets.get(id), `ticket ${id}`)),
    write('POST', '/tickets', NewTicket, (input) => openTicket(house, input)),
    write('PATCH', '/tickets/{id}', TicketChange, (change, id) => changeTicket(house, change, id)),
    write('POST', '/customers/{id}/interactions', NewInteraction, (input, id) => logInteraction(house, input, id)),
  ];
}

const withTickets = ({ shelves }: House, customer: Customer) => ({
  ...customer,
  ticketIds: shelves.tickets.of(customer.id).map(({ id }) => id),
});

function openTicket({ shelves }: House, input: z.infer<typeof NewTicket>): Answer {
  const { customerId, subject, note } = input;
  if (!shelves.customers.get(customerId))
    return problem(422, 'unknown_customer', `There is no customer ${customerId}.`);
  const priority = TicketPriority.safeParse(input.priority);
  if (!priority.success) return invalid('priority', TicketPriority.options);
  const ticket: Ticket = {
    id: `TKT_${String(shelves.tickets.count() + 1).padStart(3, '0')}`,
    customerId,
    subject,
    status: 'Open',
    priority: priority.data,
    version: 1,
    notes: note === undefined ? [] : [note],
  };
  shelves.tickets.put(ticket);
  return created(ticket);
}

function changeTicket({ shelves }: House, change: z.infer<typeof TicketChange>, id: string): Answer {
  const ticket = shelves.tickets.get(id);
  if (!ticket) return notFound(`ticket ${id}`);
  if (change.version !== ticket.version) return versionConflict(change.version, ticket.version);
  const status = TicketStatus.safeParse(change.status ?? ticket.status);
  if (!status.success) return invalid('status', TicketStatus.options);
  const priority = TicketPriority.safeParse(change.priority ?? ticket.priority);
  if (!priority.success) return invalid('priority', TicketPriority.options);
  const changed: Ticket = {
    ...ticket,
    status: status.data,
    priority: priority.data,
    notes: change.note === undefined ? ticket.notes : [...ticket.notes, change.note],
    version: ticket.version + 1,
  };
  shelves.tickets.put(changed);
  return ok(changed);
}

function logInteraction({ shelves, now }: House, input: z.infer<typeof NewInteraction>, customerId: string): Answer {
  if (!shelves.customers.get(customerId)) return notFound(`customer ${customerId}`);
  const id = `INT_${String(shelves.interactions.count() + 1).padStart(3, '0')}`;
  const interaction = { id, customerId, ...input, at: new Date(now()).toISOString() };
  shelves.interactions.put(interaction);
  return created(interaction);
}

const invalid = (field: string, allowed: readonly string[]): Answer =>
  problem(422, 'invalid_status', `The ${field} must be one of ${allowed.join(', ')}.`);
