import { allowedValues } from '../arguments.ts';
import { Ticket, recordsIn } from '../facts.ts';
import { first, known, lookUp, need } from '../look-up.ts';
import type { Known } from '../look-up.ts';
import { ticketIds } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { contentWords, overlap, shorten } from '../words.ts';
import { bestMatches } from './find-order.ts';
import { whose } from './find-customer.ts';
import { propose } from './propose.ts';
import { ticketChange } from './ticket-change.ts';
import { reasonFrom, ticketRow, ticketSentence } from './wording.ts';

export function ticketStatus(task: Task, scene: Scene): Move {
  const id = task.ticket ?? ticketIds(task.words).at(-1);
  const tickets = id ? ticketById(scene, id) : listTickets(task, scene);
  if (!tickets.known) return tickets.move;
  const [only] = tickets.value;
  if (!only) return say("I couldn't find any tickets.");
  return say(
    tickets.value.length === 1
      ? ticketSentence(only)
      : `These are the tickets:\n${tickets.value.map(ticketRow).join('\n')}`,
  );
}

export function updateTicket(task: Task, scene: Scene): Move {
  const ticket = findTicketId(task, scene);
  if (!ticket.known) return ticket.move;
  const tool = scene.tools.find(({ name }) => name === 'update_ticket');
  const change = ticketChange(task.words, allowedValues(tool, 'status'));
  if (change.kind === 'question') return ask(change.text(ticket.value), 'detail');
  const { status, priority, note } = change;
  const parts = [
    status && `set **${ticket.value}** to **${status}**`,
    priority && `set the priority of **${ticket.value}** to **${priority}**`,
    note && `add your note to **${ticket.value}**`,
  ];
  return propose(scene, {
    action: 'update_ticket',
    input: { ticket_id: ticket.value, status, priority, note, reason: reasonFrom(task.words) },
    asked: `I've asked my colleagues to ${parts.filter((part) => typeof part === 'string').join(' and ')}.`,
    missing: `I couldn't find a ticket ${ticket.value}. Could you check the number?`,
  });
}

export function openTicket(task: Task, scene: Scene): Move {
  const about = task.words.replace(OPENING, '').trim();
  if (contentWords(about).length === 0) return ask('Gladly. What should the ticket be about?', 'detail');
  const customer = whose(task, scene);
  if (!customer.known) return customer.move;
  const subject = shorten(about, 80);
  return propose(scene, {
    action: 'open_ticket',
    input: {
      customer_id: customer.value,
      subject,
      priority: /\b(?:urgent|urgently|high|asap)\b/i.test(task.words) ? 'High' : 'Medium',
      note: shorten(task.words, 1000),
    },
    asked: `I've asked for a ticket about “${subject}”.`,
    missing: "I couldn't find that customer.",
  });
}

const OPENING =
  /^.*?\b(?:open|create|log|raise|file|make|submit|start|register|write|report|record)\b(?:\s+(?:me|us))?(?:\s+(?:an?|the|new|support|high|low|medium|priority|urgent))*(?:\s+(?:ticket|case|issue|complaint|problem))?(?:\s+(?:for me|for us|for (?:customer )?cust_\w+))?\s*(?:about|because|that|saying|with|:|-|,)?\s*/i;

function findTicketId(task: Task, scene: Scene): Known<string> {
  const earlier = scene.turns.slice(0, -1).flatMap(({ words }) => ticketIds(words));
  const id = task.ticket ?? ticketIds(task.words).at(-1) ?? earlier.at(-1);
  if (id) return known(id);
  if (scene.turn.speaker === 'staff') return first(ask('Which ticket is it?', 'detail'));
  const tickets = listTickets(task, scene);
  if (!tickets.known) return tickets;
  const candidates = bestMatches(tickets.value, ({ subject }) => overlap(task.words, subject));
  const [only] = candidates;
  if (!only) return first(say("I couldn't find any tickets of yours."));
  return candidates.length === 1
    ? known(only.id)
    : first(ask(`Which ticket do you mean?\n${candidates.map(ticketRow).join('\n')}`, 'detail'));
}

function ticketById(scene: Scene, id: string): Known<readonly Ticket[]> {
  return tickets(
    need(
      lookUp(scene, 'find_tickets', { ticket_id: id }),
      `I couldn't find a ticket ${id}. Could you check the number?`,
    ),
  );
}

function listTickets(task: Task, scene: Scene): Known<readonly Ticket[]> {
  const customer = whose(task, scene);
  if (!customer.known) return customer;
  return tickets(need(lookUp(scene, 'find_tickets', { customer_id: customer.value }), "I couldn't find any tickets."));
}

const tickets = (found: Known<Record<string, unknown>>): Known<readonly Ticket[]> =>
  found.known ? known(recordsIn(Ticket, found.value, ['ticket', 'tickets'])) : found;
