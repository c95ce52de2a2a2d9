import type { Rejection } from '../../domain/approval.ts';

/** As the form offers them and the card says them. */
export const REJECT_REASON_WORDS: Record<Rejection['reason'], string> = {
  'outside-policy': 'Outside policy',
  'not-enough-evidence': 'Not enough evidence',
  'wrong-amount': 'Wrong amount',
  'offer-something-else': 'Offer something else',
  'suspected-abuse': 'Suspected abuse',
  other: 'Other',
};
