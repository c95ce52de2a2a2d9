import { isUndecided } from '../../domain/approval.ts';
import type { Withdrawn } from '../../domain/approval.ts';
import { withdraw } from '../../domain/endings.ts';
import type { ApprovalId, ConversationId } from '../../domain/ids.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Refusal, Result } from '../../domain/result.ts';
import type { Instant } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';
import type { TakenBack } from './open-approval.ts';

export interface WithdrawRequest {
  asker: Principal;
  conversation: ConversationId;
  now: Instant;
  /** Taken back earlier in this turn, not yet committed. */
  takenBack: readonly TakenBack[];
}

/** Only who asked, in the thread where they asked, and only before a decision. Not yet saved. */
export async function withdrawApproval(
  store: Store,
  id: ApprovalId,
  { asker, conversation, now, takenBack }: WithdrawRequest,
): Promise<Result<Withdrawn, Refusal>> {
  const approval = takenBack.find((other) => other.id === id) ?? (await store.approval(id));
  if (!approval || approval.conversation !== conversation || approval.requester.person !== asker.person) {
    return refuse({
      code: 'REQUEST_NOT_FOUND',
      message: `I can't find a request ${id} of this person in this thread.`,
    });
  }
  if (!isUndecided(approval)) {
    return refuse({
      code: 'ALREADY_DECIDED',
      message: `Request ${id} is ${approval.status} and can't be withdrawn any more.`,
    });
  }
  return ok(withdraw(approval, 'taken-back', now));
}
