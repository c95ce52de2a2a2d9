import type { Refusal } from '../../domain/result.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Beginning } from '../open/open-approval.ts';

/** What whoever leaves something with the team reads. */

export const NOT_HERE = 'I can only pass something on from a conversation with me. Nothing was sent.';
export const WHOSE =
  "I can't tell which customer this belongs to, so no ticket can be opened for it. Use this on a message that the customer wrote.";
export const SENT_BEFORE = 'This was sent before; nothing was done twice.';
export const EMPTY = 'Please say in a few words what this is about.';
export const MOVED = 'A ticket with this subject is being opened already.';

/** Said where they are answered, when no ticket will speak for itself. */
export const PASSED_ON = "I've called a colleague and passed on what you wrote, so you won't need to repeat it.";

const NO_TICKET = new Map([
  ['CUSTOMER_NOT_FOUND', 'There is no customer record for this, so no ticket was opened.'],
  ['NOT_ALLOWED_BY_POLICY', 'Tickets cannot be opened this way here.'],
  ['ALREADY_WAITING', MOVED],
  ['TOO_MANY_REQUESTS', 'Too many requests have been made already, so no ticket was opened.'],
]);

/** The refusals of an action are written for the model. */
export const whyNoTicket = ({ code }: Refusal): string =>
  `${NO_TICKET.get(code) ?? 'No ticket can be opened for this.'} You can still ask for a colleague here.`;

export function calledBefore(since: number): string {
  const minutes = Math.floor(since / MINUTE);
  const ago = minutes < 1 ? 'a moment ago' : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  return `A colleague was called ${ago} and will write.`;
}

interface Left {
  /** Undefined: no ticket. */
  ticket: { status: Beginning['status']; isHeld: boolean; isHere: boolean } | undefined;
  /** Undefined: nobody was asked for; a number: colleagues were called so many milliseconds ago, and not again. */
  call: 'called' | number | undefined;
}

/** What happens now with what was sent in. */
export function leftWords({ ticket, call }: Left): string {
  const parts = [
    ...(ticket ? [ticketWords(ticket)] : []),
    ...(call === undefined ? [] : [call === 'called' ? 'A colleague was called and will write.' : calledBefore(call)]),
  ];
  return parts.join(' ');
}

function ticketWords({ status, isHeld, isHere }: NonNullable<Left['ticket']>): string {
  if (status !== 'approved') return "I've asked a colleague whether this ticket may be opened.";
  if (isHeld) return 'Your ticket is saved. Nothing is carried out at the moment, so it waits.';
  const where = isHere ? 'in the conversation' : 'in our direct messages';
  return `Thanks. The ticket is being opened; I'll tell its number ${where} in a moment.`;
}
