import type { Words } from '../domain/proposal.ts';
import type { TicketChange } from '../ports/company.ts';

/** At least one of them. */
export type TicketUpdate = Omit<TicketChange, 'version'>;

/** Named by the weightiest part: status, then priority, then the note; the facts show all of it. */
export function updateWords(ticket: string, update: TicketUpdate): Words {
  return { ...verbs(ticket, update), notDone: 'Ticket not changed', subject: `the change of ticket ${ticket}` };
}

type Verbs = Pick<Words, 'title' | 'effect' | 'done' | 'told' | 'finality'>;

function verbs(ticket: string, { status, priority }: TicketUpdate): Verbs {
  if (status !== undefined) {
    return {
      title: status === 'Closed' ? `Close ticket ${ticket}?` : `Set ticket ${ticket} to ${status}?`,
      effect: `Set to ${status}`,
      done: `Set ${ticket} to ${status}`,
      told: `Ticket ${ticket} is now ${status}.`,
      finality: status === 'Closed' ? 'can be reopened' : 'can be changed back',
    };
  }
  if (priority !== undefined) {
    return {
      title: `Set ticket ${ticket} to ${priority} priority?`,
      effect: `Set to ${priority} priority`,
      done: `Set ${ticket} to ${priority} priority`,
      told: `Ticket ${ticket} now has ${priority} priority.`,
      finality: 'can be changed back',
    };
  }
  return {
    title: `Add a note to ticket ${ticket}?`,
    effect: 'Add note',
    done: `Added a note to ${ticket}`,
    told: `A note was added to ticket ${ticket}.`,
    finality: 'notes stay',
  };
}
