import type { UserId } from '../../domain/ids.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import type { Fact } from '../../domain/proposal.ts';
import { callPerson } from '../../domain/say.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { IntakeEntry } from '../../ports/intake.ts';
import type { Beginning } from '../open/open-approval.ts';
import type { Standing } from './standing.ts';

/** One card about somebody for so long, however often colleagues are called. */
const AGAIN_AFTER = 10 * MINUTE;

/** When colleagues were called by a form, and about whom. */
export type Calls = Map<UserId, Instant>;

/** Milliseconds since colleagues were called about them; undefined: not lately. */
export function calledSince(calls: Calls, about: UserId, now: Instant): number | undefined {
  for (const [who, at] of calls) if (now - at >= AGAIN_AFTER) calls.delete(who);
  const last = calls.get(about);
  return last === undefined ? undefined : now - last;
}

/** The card that calls one, with what was written. */
export function colleagueCard(
  newId: () => string,
  { opens, about, customer, where }: Standing,
  { entry, ticket }: { entry: IntakeEntry; ticket?: Beginning | undefined },
): Outgoing {
  const wants =
    opens === 'ticket-for-customer'
      ? 'A colleague filled in a form about their message and calls for help.'
      : 'They left this with the team by a form and wait for a colleague to write to them.';
  const facts: readonly Fact[] = [
    ...(customer === undefined ? [] : [{ label: 'Customer', value: customer }]),
    { label: 'Subject', value: entry.subject },
    { label: 'Details', value: entry.details },
    { label: 'Priority', value: entry.priority },
    { label: 'Ticket', value: ticket ? `asked for · ${ticket.id} · ${ticket.status}` : 'none' },
  ];
  return callPerson(newId, where, { user: about, wants, by: 'deskhand', facts });
}
