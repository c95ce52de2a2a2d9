import { z } from 'zod';
import { Target, TicketId } from '../domain/ids.ts';
import { ok, refuse } from '../domain/result.ts';
import { TICKET_PRIORITIES, TICKET_STATUSES } from '../ports/company.ts';
import type { Crm, Customer, Ticket } from '../ports/company.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, fact } from './facts.ts';
import { NOTE_LENGTH, cut, id, reason, takingBack, text, textOrNull } from './fields.ts';
import { toExecution, toFound, toReceipt, versionOf } from './outcome.ts';
import { noTicket, ticketNamed, withCustomer } from './records.ts';
import { updateWords } from './ticket-words.ts';
import type { TicketUpdate } from './ticket-words.ts';
import type { Action } from './tool.ts';

const Status = z.enum(TICKET_STATUSES);
const Priority = z.enum(TICKET_PRIORITIES);
const Input = z.object({
  ticket_id: z.string(),
  status: Status.nullable(),
  priority: Priority.nullable(),
  note: z.string().nullable(),
  reason: z.string(),
});
type Input = z.infer<typeof Input>;
const Before = z.object({ status: Status, priority: Priority });
type Before = z.infer<typeof Before>;

const fields = {
  ticket_id: id().describe('Ticket id such as TKT_001, from the person or find_tickets; never guess it.'),
  // Any text: a status that does not exist is answered with those that do.
  status: textOrNull().describe(`The new status: ${TICKET_STATUSES.join(', ')}. Null to leave it.`),
  priority: Priority.nullable().describe('The new priority. Null to leave it.'),
  note: text(NOTE_LENGTH).nullable().describe('A note to add, from this conversation only. Null for none.'),
  reason: reason(),
};

export function updateTicket({ crm }: { crm: Crm }): Action {
  return defineAction({
    name: 'update_ticket',
    description:
      'Asks colleagues to change the status or priority of a ticket, or to add a note to it. Read it with find_tickets first; close it only when the person says that the problem is solved. ' +
      'It only asks: never say that the ticket was changed or closed.',
    fields,
    input: Input,
    find: (named) => ticketNamed(crm, named.ticket_id),
    ownerOf: (ticket) => ticket.customerId,
    notFound: (named) => noTicket(named.ticket_id),
    freeze: (wish, ticket) => {
      const status = Status.nullable().safeParse(wish.status);
      if (status.success) return ok({ ...wish, ticket_id: ticket.id, status: status.data });
      const message = `status: "${cut(wish.status ?? '', 40)}" is not a status; it must be one of ${TICKET_STATUSES.join(', ')}.`;
      return refuse({ code: 'INVALID_STATUS', message });
    },
    propose: async (input, ticket) => {
      const update = updateOf(input, ticket);
      if (Object.keys(update).length === 0) {
        return refuse({
          code: 'NO_CHANGE',
          message: `${ticket.id} is already like that: ${ticket.status}, ${ticket.priority}.`,
        });
      }
      return withCustomer(crm, ticket.customerId, (customer) => plan(input, update, { ticket, customer }));
    },
    execute: async ({ ticket_id: ticket, status, priority, note }, intent) => {
      const change = { ...(status && { status }), ...(priority && { priority }), ...(note && { note }) };
      return toExecution(
        await crm.updateTicket(TicketId.parse(ticket), { ...change, version: versionOf(intent) }, intent.key),
        toReceipt,
      );
    },
    lookUp: async (key) => toFound(await crm.lookUpTicket(key), toReceipt),
    compensate: (input, { basis, words }) => {
      const { status = null, priority = null } = updateBack(input, Before.parse(basis));
      if (status === null && priority === null) return undefined;
      const back = { ticket_id: input.ticket_id, status, priority, note: null, reason: takingBack(words.done) };
      const given = {
        ...(status !== null && { status: input.status }),
        ...(priority !== null && { priority: input.priority }),
      };
      return { action: 'update_ticket', input: back, given };
    },
  });
}

/** What differs from the ticket as it is. */
const updateOf = ({ status, priority, note }: Input, ticket: Ticket): TicketUpdate => ({
  ...(status && status !== ticket.status && { status }),
  ...(priority && priority !== ticket.priority && { priority }),
  ...(note && { note }),
});

/** To the status and priority it had; a note stays. */
const updateBack = ({ status, priority }: Input, before: Before): TicketUpdate => ({
  ...(status && status !== before.status && { status: before.status }),
  ...(priority && priority !== before.priority && { priority: before.priority }),
});

function plan(input: Input, update: TicketUpdate, { ticket, customer }: { ticket: Ticket; customer: Customer }): Plan {
  return {
    input,
    target: Target.parse(`ticket:${ticket.id}`),
    facts: [
      fact('Ticket', `${ticket.id} · ${cut(ticket.subject, 100)}`),
      customerFact(customer),
      fact('Status', change(ticket.status, update.status)),
      fact('Priority', change(ticket.priority, update.priority)),
      ...(update.note === undefined ? [] : [fact('Note to add', update.note)]),
    ],
    customerTier: customer.tier,
    harmless: true,
    basis: { customer: ticket.customerId, status: ticket.status, priority: ticket.priority },
    version: ticket.version,
    reason: input.reason,
    words: updateWords(ticket.id, update),
  };
}

const change = (before: string, after: string | undefined): string =>
  after === undefined ? `${before} (unchanged)` : `${before} → ${after}`;
