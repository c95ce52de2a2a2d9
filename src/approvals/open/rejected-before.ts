import type { Approval, Rejected } from '../../domain/approval.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { Refusal } from '../../domain/result.ts';
import { DAY } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import { isSameRequest } from './same-request.ts';

/** A "no" stands against the same request until the person has said something new, at most this long. */
const STANDS_FOR = DAY;

/** Why what was rejected in this thread is not asked for again; undefined when it may be. Without `saidAt`, when the asker wrote last, it always may. */
export function rejectedBefore(
  proposal: Proposal,
  inThread: readonly Approval[],
  { now, saidAt }: { now: Instant; saidAt?: Instant | undefined },
): Refusal | undefined {
  if (saidAt === undefined) return undefined;
  const standing = inThread.find(
    (other) =>
      other.status === 'rejected' &&
      rejectedAt(other) >= saidAt &&
      now < rejectedAt(other) + STANDS_FOR &&
      isSameRequest(other.proposal, proposal),
  );
  return standing && refusal(standing);
}

const rejectedAt = ({ decisions, openedAt }: Rejected): Instant => decisions.at(-1)?.at ?? openedAt;

const refusal = ({ id, proposal }: Approval): Refusal => ({
  code: 'REJECTED_BEFORE',
  message: `Colleagues have just rejected this same request (${id}: ${proposal.words.effect}), and the person has said nothing new since. It was not asked for again; do not repeat it.`,
});
