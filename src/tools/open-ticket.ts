import { z } from 'zod';
import { fingerprint } from '../domain/fingerprint.ts';
import { CustomerId, Target } from '../domain/ids.ts';
import { ok } from '../domain/result.ts';
import { TICKET_PRIORITIES } from '../ports/company.ts';
import type { Crm, Customer } from '../ports/company.ts';
import { customerOrAsker, noSuchCustomer } from './customer-or-asker.ts';
import { defineAction } from './define-action.ts';
import type { Plan } from './define-action.ts';
import { customerFact, fact, nameOf } from './facts.ts';
import { NOTE_LENGTH, REASON_LENGTH, cut, oneLine, takingBack, text, textOrNull } from './fields.ts';
import { toExecution, toFound, toReceipt } from './outcome.ts';
import type { Action } from './tool.ts';

const SUBJECT_LENGTH = 100;

const Input = z.object({
  customer_id: z.string(),
  subject: z.string(),
  priority: z.enum(TICKET_PRIORITIES),
  note: z.string(),
});
type Input = z.infer<typeof Input>;

const fields = {
  customer_id: textOrNull().describe("Whose ticket, from find_customer; null for the asker's own."),
  subject: oneLine(SUBJECT_LENGTH).describe('The problem in a few words, from what the person wrote.'),
  priority: z
    .enum(TICKET_PRIORITIES)
    .describe('High only for safety, money or being locked out; Medium for what stops them working; else Low.'),
  note: text(NOTE_LENGTH).describe('What happened and what was tried, from this conversation only.'),
};

export function openTicket({ crm }: { crm: Crm }): Action {
  return defineAction({
    name: 'open_ticket',
    description:
      'Opens a support ticket, for a problem that cannot be solved in this conversation. Look with find_tickets first: never open a second one for the same problem. ' +
      'Not for a person who wants to talk to somebody now: that is hand_off. Its id comes later: never invent one, and never promise when it is solved.',
    fields,
    input: Input,
    find: (named, asker) => customerOrAsker(crm, named.customer_id, asker),
    ownerOf: (customer) => customer.id,
    notFound: (named) => noSuchCustomer(named.customer_id),
    freeze: ({ subject, priority, note }, customer) => ok({ customer_id: customer.id, subject, priority, note }),
    propose: async (input, customer) => ok(plan(input, customer)),
    execute: async ({ customer_id: customer, ...ticket }, { key }) =>
      toExecution(await crm.openTicket({ customerId: CustomerId.parse(customer), ...ticket }, key), toReceipt),
    lookUp: async (key) => toFound(await crm.lookUpTicket(key), toReceipt),
    compensate: ({ priority }, { words }, { reference }) => {
      const closed = { ticket_id: reference, status: 'Closed', priority: null, note: null };
      return {
        action: 'update_ticket',
        input: { ...closed, reason: takingBack(words.done) },
        given: { status: 'Open', priority },
      };
    },
  });
}

function plan(input: Input, customer: Customer): Plan {
  const { subject, priority, note } = input;
  return {
    input,
    // Two problems of one customer are two tickets; the same problem twice is one.
    target: Target.parse(`customer:${customer.id}:new-ticket:${fingerprint(subject).slice(0, 16)}`),
    facts: [
      customerFact(customer),
      fact('Subject', subject),
      fact('Status', 'new → Open'),
      fact('Priority', priority),
      fact('Note', note),
    ],
    customerTier: customer.tier,
    harmless: true,
    basis: { customer: customer.id },
    reason: cut(note, REASON_LENGTH),
    words: {
      title: `Open a ticket for ${nameOf(customer)}?`,
      effect: 'Open ticket',
      done: 'Opened a ticket',
      notDone: 'No ticket opened',
      subject: `the ticket “${subject}”`,
      told: `I've opened a ticket for “${subject}”.`,
      finality: 'can be closed again',
    },
  };
}
