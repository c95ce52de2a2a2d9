import type { Approval, Executed, Pending, Rejected, Superseded, Withdrawn } from '../../../domain/approval.ts';
import { PHRASE_TEXT } from '../limits.ts';
import { phrase } from '../phrases.ts';
import { dayAndClock } from '../slack-tokens.ts';
import { mrkdwn } from '../text.ts';

/** Where a customer's own request stands, in markup: no colleague's name, no rule, no risk. */
export function ownState(approval: Approval): string {
  switch (approval.status) {
    case 'prepared':
      return 'It waits for your yes in our conversation.';
    case 'pending':
      return waiting(approval);
    case 'approved':
      return 'Approved; it will be carried out soon.';
    case 'executing':
      return 'Approved. It is being carried out now.';
    case 'unknown':
      return 'It is being confirmed with the company. There is no need to ask again.';
    case 'executed':
      return done(approval);
    case 'failed':
      return 'It did not go through, and nothing was changed. A teammate is finding another way.';
    case 'rejected':
      return rejected(approval);
    case 'expired':
      return 'Nobody could confirm this in time. Nothing was done.';
    case 'withdrawn':
      return WITHDRAWN[approval.why];
    case 'superseded':
      return superseded(approval);
    case 'stale':
      return 'Something about the order changed before it was carried out. Nothing was done.';
  }
}

const waiting = ({ paused, openedAt }: Pending): string =>
  paused
    ? `We asked you something ${dayAndClock(paused.since)} and wait for your answer in our conversation.`
    : `A teammate checks it. Asked ${dayAndClock(openedAt)}.`;

/** A receipt that is still pending is not done: it must not read so. */
const done = ({ receipt, proposal }: Executed): string =>
  receipt.status === 'succeeded' && !receipt.amount
    ? `Done: ${mrkdwn(proposal.words.told, PHRASE_TEXT)}`
    : 'The company has accepted it and is still processing it; what came of it stands in our conversation.';

const rejected = ({ rejection }: Rejected): string =>
  rejection?.said === undefined
    ? 'The team could not approve this. Nothing was done.'
    : `The team could not approve this: “${phrase(rejection.said, PHRASE_TEXT)}”. Nothing was done.`;

const WITHDRAWN: Record<Withdrawn['why'], string> = {
  'taken-back': 'You took this back. Nothing was done.',
  'message-deleted': 'You deleted the message that asked for this. Nothing was done.',
  declined: 'You chose something else. Nothing was done.',
};

const superseded = ({ by, editedBy }: Superseded): string =>
  editedBy === undefined
    ? `You asked for something else instead: ${phrase(by.effect)}.`
    : `The team changed this to: ${phrase(by.effect)}.`;
