import { Customer, Ticket, recordsIn } from '../facts.ts';
import { lookUp, need } from '../look-up.ts';
import { customerId, email } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { ticketRow } from './wording.ts';

export function customer({ words }: Task, scene: Scene): Move {
  const [id, address] = [customerId(words), email(words)];
  if (!id && !address && scene.turn.speaker === 'staff')
    return ask('Which customer is it? An id or an e-mail address helps.', 'detail');
  const missing = `I'm sorry, I couldn't find a customer ${id ?? address ?? 'record for you'}. Could you check it?`;
  const found = need(lookUp(scene, 'find_customer', { customer_id: id, email: id ? undefined : address }), missing);
  if (!found.known) return found.move;
  const [record] = recordsIn(Customer, found.value, ['customer', 'customers']);
  if (!record) return say(missing);
  const tickets = recordsIn(Ticket, found.value, ['ticket', 'tickets']);
  return say(`${customerSentence(record)}\n${ticketLines(record, tickets)}`);
}

const customerSentence = ({ id, name, email: address, tier }: Customer): string =>
  `**${name}** (${[id, address, tier && `${tier} tier`].filter(Boolean).join(', ')})`;

function ticketLines({ ticketIds }: Customer, tickets: readonly Ticket[]): string {
  if (tickets.length > 0) return `Tickets:\n${tickets.map(ticketRow).join('\n')}`;
  return ticketIds.length > 0 ? `Tickets: ${ticketIds.join(', ')}` : 'No tickets.';
}
