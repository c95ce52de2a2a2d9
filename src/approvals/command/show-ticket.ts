import { isStaff, maySee } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CommandAnswer, TicketShown } from '../../ports/commands.ts';
import type { Crm, Ticket } from '../../ports/company.ts';
import { ticketNamed } from '../../tools/records.ts';

/** Staff see every ticket, a customer their own. Throws `Unavailable('crm')`. */
export async function showTicket({ crm }: { crm: Crm }, by: Principal, asked: string): Promise<CommandAnswer> {
  const ticket = await visibleTicket(crm, by, asked);
  return ticket ? { kind: 'ticket', ticket: asShown(ticket, by) } : { kind: 'no-ticket', asked };
}

/** As it was typed, else in capitals. One that is not theirs takes as many look-ups as one that is not there. */
async function visibleTicket(crm: Crm, by: Principal, asked: string): Promise<Ticket | undefined> {
  for (const id of new Set([asked, asked.toUpperCase()])) {
    const ticket = await ticketNamed(crm, id);
    if (ticket && maySee(by, ticket.customerId)) return ticket;
  }
  return undefined;
}

const asShown = ({ id, subject, status, priority, customerId, notes }: Ticket, by: Principal): TicketShown => ({
  id,
  subject,
  status,
  priority,
  ...(isStaff(by) && { forStaff: { customer: customerId, notes } }),
});
