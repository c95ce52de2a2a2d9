import type { Approval, Expired, Prepared, Superseded, Withdrawn } from '../../domain/approval.ts';
import { phrase } from './phrases.ts';
import { clock } from './slack-tokens.ts';

type Answered = Exclude<Approval, Prepared>;

/** What stands in the place of the buttons once they are gone; colleagues are not named to the requester. */
export function confirmationAnswer(approval: Answered): string {
  switch (approval.status) {
    case 'pending':
      return `${confirmed(approval)} A colleague decides now.`;
    case 'approved':
    case 'executing':
    case 'unknown':
    case 'executed':
    case 'failed':
      return confirmed(approval);
    case 'rejected':
      return `${confirmed(approval)} A colleague did not approve it; nothing was done.`;
    case 'stale':
      return `${confirmed(approval)} The facts changed in the meantime; nothing was done.`;
    case 'expired':
      return expired(approval);
    case 'withdrawn':
      return withdrawn(approval);
    case 'superseded':
      return superseded(approval);
  }
}

/** Where the policy asked for people after all, the time of the requester's own yes is not kept. */
function confirmed({ requester, decisions }: Approval): string {
  const yes = decisions.find(({ by, verdict }) => by === requester.person && verdict === 'approve');
  return yes ? `You confirmed this at ${clock(yes.at)}.` : 'You confirmed this.';
}

/** People are asked only after a yes. */
const expired = (approval: Expired): string =>
  approval.needs.kind === 'people' || approval.decisions.length > 0
    ? `${confirmed(approval)} It could not be carried out in time; nothing was done.`
    : 'Expired, nothing was done.';

function withdrawn({ why, withdrawnAt }: Withdrawn): string {
  switch (why) {
    case 'declined':
      return 'You chose something else.';
    case 'taken-back':
      return `You took this back at ${clock(withdrawnAt)}. Nothing was done.`;
    case 'message-deleted':
      return 'You deleted the message that asked for this. Nothing was done.';
  }
}

const superseded = ({ by, editedBy }: Superseded): string =>
  editedBy === undefined
    ? `You asked for something else instead: ${phrase(by.effect)}. Nothing was done here.`
    : `A colleague changed this to: ${phrase(by.effect)}. Nothing was done here.`;
