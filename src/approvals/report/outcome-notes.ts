import type { Approval, Executed, Expired, Failed, Rejected, Stale, Unknown } from '../../domain/approval.ts';
import type { Item } from '../../domain/conversation.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Words } from '../../domain/proposal.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Instant } from '../../domain/time.ts';
import { wasApproved, wasUnconfirmed } from './outcome-words.ts';
import type { Outcome } from './outcome-words.ts';
import { noteOn } from './note-on.ts';

/** What the model is told, as a fact: never a colleague's name or what is meant for colleagues only. */
export const noteOf = (outcome: Outcome, at: Instant): Item => note(outcome, factOf(outcome), at);

/** It was stopped because a row before it on its card was not done. */
export const stoppedNoteOf = (stopped: Stale, at: Instant): Item =>
  note(stopped, `not executed: ${stopped.changes.join('; ')}. Nothing was changed. ${TOLD}`, at);

export const personNoteOf = (unknown: Unknown, at: Instant): Item =>
  note(unknown, `still not known; a colleague is checking by hand now. Never ask for it again. ${TOLD}`, at);

const TOLD = 'The person has been told.';

function note(approval: Approval, fact: string, at: Instant): Item {
  const { id, editor, proposal } = approval;
  const { effect } = proposal.words;
  const name = editor ? `was ${editor.was}, a colleague changed it to ${effect}` : effect;
  return noteOn(approval, `Request ${id} (${name}): ${fact}`, at);
}

function factOf(outcome: Outcome): string {
  switch (outcome.status) {
    case 'executed':
      return executed(outcome);
    case 'failed':
      return failed(outcome);
    case 'unknown':
      return `the outcome is not known yet (it may have happened). Never ask for it again. ${TOLD}`;
    case 'rejected':
      return rejected(outcome);
    case 'expired':
      return expired(outcome);
    case 'stale':
      return `not executed, because the facts changed: ${outcome.changes.join('; ')}. Read them again before proposing anything. ${TOLD}`;
  }
}

function executed({ id, proposal: { words }, receipt, settledBy, noteToRequester }: Executed): string {
  const what =
    receipt.status === 'pending'
      ? 'accepted by the company and still being processed.'
      : `executed: ${doneIn(words, receipt)}.`;
  const parts = [
    what,
    settledBy && 'A colleague found out by hand that it happened.',
    receipt.reference === id ? undefined : `Reference ${receipt.reference}.`,
    TOLD,
    noteToRequester && `A colleague added for them: “${noteToRequester}”`,
  ];
  return parts.filter((part) => part !== undefined).join(' ');
}

const doneIn = ({ done }: Words, { amount }: Receipt): string =>
  amount ? `but ${formatMoney(amount)} was moved, which is not what was asked for` : done;

function failed({ proposal, refusal, settledBy }: Failed): string {
  const { notDone } = proposal.words;
  const why = settledBy ? 'a colleague checked by hand, and it did not happen' : refusal;
  return `failed: ${why}. ${notDone}; nothing was changed. ${TOLD}`;
}

const AGAIN = 'Do not ask for the same again unless the person says something new.';

function rejected({ rejection }: Rejected): string {
  const reason = rejection ? ` (${rejection.reason})` : '';
  const told = rejection?.said === undefined ? TOLD : `The person was told: “${rejection.said}”`;
  const takenOver = rejection?.takesOver ? ' A colleague goes on with this conversation.' : '';
  return `rejected by a colleague${reason}; nothing was changed. ${AGAIN}${takenOver} ${told}`;
}

function expired(outcome: Expired): string {
  if (wasUnconfirmed(outcome)) {
    return `expired: the person was asked whether to go ahead and did not answer; nothing was changed. ${TOLD}`;
  }
  const why = wasApproved(outcome)
    ? 'expired: approved, but it could not be begun in time'
    : 'expired, not decided in time';
  return `${why}; nothing was changed; handed to a colleague. ${TOLD}`;
}
