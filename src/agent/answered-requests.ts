import { isPending } from '../domain/approval.ts';
import type { Approval, Pending } from '../domain/approval.ts';
import type { BusinessHours } from '../domain/business-hours.ts';
import { resume } from '../domain/deadline.ts';
import { QUOTE_LENGTH } from '../domain/ledger.ts';
import type { Principal } from '../domain/principal.ts';
import type { Instant } from '../domain/time.ts';

interface Answer {
  by: Principal;
  text: string;
  at: Instant;
}

/** Whoever writes where a colleague has asked them something answers with it: the clock of those requests runs on, if it stood. Not yet saved. */
export function answeredRequests(
  { hours }: { hours?: BusinessHours },
  approvals: readonly Approval[],
  { by, text, at }: Answer,
): readonly Pending[] {
  if (text === '') return [];
  return approvals
    .filter(isPending)
    .filter((approval) => approval.requester.person === by.person && isListening(approval))
    .map((approval) => resume(approval, text, at, hours));
}

/** Until there is no room for more of an answer. */
function isListening({ questions }: Pending): boolean {
  const last = questions.at(-1);
  return last !== undefined && (last.answer ?? '').length < QUOTE_LENGTH;
}
