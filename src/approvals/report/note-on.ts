import type { Item } from '../../domain/conversation.ts';
import type { Ledger } from '../../domain/ledger.ts';
import type { Instant } from '../../domain/time.ts';

/** A fact about a request, for the model, and for no other customer's turn than its requester's. */
export const noteOn = (
  { requester, proposal }: Pick<Ledger, 'requester' | 'proposal'>,
  text: string,
  at: Instant,
): Item => ({
  kind: 'note',
  text,
  about: requester.slackUser,
  customer: proposal.customer,
  at,
});
