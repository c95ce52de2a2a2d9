import { z } from 'zod';
import { Customer, Ticket } from '../../ports/company.ts';
import type { Crm } from '../../ports/company.ts';
import { segment, withQuery } from './client.ts';
import type { Client } from './client.ts';

export function crmOver(client: Client): Crm {
  return {
    customer: (id) => client.read(`/customers/${segment(id)}`, Customer),
    async customerByEmail(email) {
      const found = (await client.read(withQuery('/customers', { email }), z.array(Customer))) ?? [];
      const exact = found.filter((customer) => customer.email.toLowerCase() === email.toLowerCase());
      return exact.length === 1 ? exact[0] : undefined;
    },
    async tickets(customer) {
      const tickets = (await client.read(`/customers/${segment(customer)}/tickets`, z.array(Ticket))) ?? [];
      return tickets.filter((ticket) => ticket.customerId === customer);
    },
    ticket: (id) => client.read(`/tickets/${segment(id)}`, Ticket),
    openTicket: (ticket, key) => client.write({ method: 'POST', path: '/tickets', body: ticket, key }, Ticket),
    updateTicket: (id, change, key) =>
      client.write({ method: 'PATCH', path: `/tickets/${segment(id)}`, body: change, key }, Ticket),
    lookUpTicket: (key) => client.lookUp(key, Ticket),
  };
}
