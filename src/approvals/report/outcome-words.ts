import type { Approval, Executed, Expired, Failed, Rejected, Stale, Unknown } from '../../domain/approval.ts';
import type { UserId } from '../../domain/ids.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Editor } from '../../domain/ledger.ts';
import type { Words } from '../../domain/proposal.ts';

export type Outcome = Executed | Failed | Unknown | Rejected | Expired | Stale;

export interface Report {
  /** To the person, in the thread; a message each. */
  said: readonly string[];
  /** What a person should take over; absent: nobody needs to. */
  wants?: string;
  /** Who has taken it over already. */
  takenBy?: UserId;
}

/** What is said of requests that ended alike, and of those that were stopped because of it. */
export function reportOf(ended: readonly Outcome[], stopped: readonly Stale[]): Report {
  const [first] = ended;
  if (!first)
    return { said: [`Because an earlier step was not done, ${notEither(stopped)} Nothing was changed there.`] };
  const report = oneReport(first, subjectOf(ended));
  const [opening = '', ...more] = report.said;
  const because = stopped.length === 0 ? '' : ` Because of that, ${notEither(stopped)}`;
  return { ...report, said: [`${opening}${because}`, ...more] };
}

function notEither(stopped: readonly Stale[]): string {
  return `${subjectOf(stopped)} ${stopped.length === 1 ? 'was' : 'were'} not carried out either.`;
}

function oneReport(outcome: Outcome, subject: string): Report {
  switch (outcome.status) {
    case 'executed':
      return executed(outcome);
    case 'failed':
      return failed(outcome);
    case 'unknown':
      return { said: [`We are still confirming ${subject}. I'll update you here; there is no need to ask again.`] };
    case 'rejected':
      return rejected(outcome, subject);
    case 'expired':
      return expired(outcome, subject);
    case 'stale':
      return stale(outcome);
  }
}

/** Nobody but a colleague can find out what became of it. */
export function reportToPerson({ proposal: { words }, why }: Unknown): { said: string; wants: string } {
  return {
    said: `A colleague is now checking by hand what became of ${words.subject}. I'll write here as soon as it's clear; there is no need to ask again.`,
    wants: `Nobody knows whether ${words.subject} happened (${why}). Please find out and say so on its card; it must not be done again.`,
  };
}

function executed({ id, proposal: { words, target }, receipt, noteToRequester, editor }: Executed): Report {
  // Who settled it by hand may not have known the company's own reference. A change is known by its record.
  const isNews = receipt.reference !== id && !target.endsWith(`:${receipt.reference}`);
  const reference = isNews ? ` Reference ${receipt.reference}.` : '';
  if (receipt.amount) return otherwise(words, formatMoney(receipt.amount), reference);
  const said =
    receipt.status === 'pending'
      ? `${upper(words.subject)} was accepted and is being processed.${reference}`
      : `Done: ${words.told}${reference}`;
  const added = noteToRequester === undefined ? '' : `\n\nA colleague adds: ${noteToRequester}`;
  return { said: [`${said}${changedFrom(editor, words)}${added}`] };
}

/** Done, but not what was asked for: somebody must look after the difference. */
const otherwise = ({ subject, effect }: Words, sum: string, reference: string): Report => ({
  said: [
    `${upper(subject)} came out as ${sum}, not as you asked.${reference} A colleague will look after the difference.`,
  ],
  wants: `${sum} was moved where “${effect}” was asked for. Please look after the difference.`,
});

/** Nobody is left to wonder why it is not what they asked for. */
const changedFrom = (editor: Editor | undefined, { effect }: Words): string =>
  editor === undefined || editor.was === effect ? '' : ` You had asked for “${editor.was}”; a colleague changed it.`;

function failed({ proposal: { words }, refusal, settledBy }: Failed): Report {
  const { subject, notDone } = words;
  if (settledBy) {
    return {
      said: [
        `${upper(subject)} was checked by a colleague: it did not happen, and nothing was changed. They will look for another way.`,
      ],
      wants: `${notDone}: checked by hand, it did not happen.`,
    };
  }
  return {
    said: [
      `I'm sorry, ${subject} didn't go through, and nothing was changed. My colleagues have been told and will look for another way.`,
    ],
    wants: `${notDone}: ${refusal}`,
  };
}

const TALK = "If you'd like to talk it over, tell me and I'll bring in a colleague.";
const TAKEN_OVER = 'A colleague will write to you here.';

const notApproved = (subject: string): string =>
  `My colleagues looked at it and couldn't approve ${subject}. Nothing was changed.`;

/** What the requester reads when the colleague who rejects words nothing themselves. */
export const usualRejection = (...rows: readonly Approval[]): string => `${notApproved(subjectOf(rows))} ${TALK}`;

function rejected({ rejection, bundle, decisions }: Rejected, subject: string): Report {
  if (!rejection && bundle) return { said: [`My colleagues left out ${subject}; nothing was changed there.`] };
  const usual = notApproved(subject);
  if (!rejection?.takesOver) return { said: [rejection?.said ?? `${usual} ${TALK}`] };
  const takenBy = decisions.findLast(({ verdict }) => verdict === 'reject')?.slackUser;
  return {
    said: rejection.said === undefined ? [`${usual} ${TAKEN_OVER}`] : [rejection.said, TAKEN_OVER],
    wants: `${upper(subject)} was rejected, and the conversation taken over.`,
    ...(takenBy === undefined ? {} : { takenBy }),
  };
}

function expired(outcome: Expired, subject: string): Report {
  if (wasUnconfirmed(outcome)) {
    return { said: [`I didn't get an answer, so I've left ${subject}; just ask again. Nothing was changed.`] };
  }
  if (wasApproved(outcome)) {
    return {
      said: [
        `I'm sorry, ${subject} could not be carried out in time. Nothing was changed. I've passed it on to a colleague.`,
      ],
      wants: `${upper(subject)} was approved but could not be begun in time.`,
    };
  }
  return {
    said: [
      `I'm sorry, nobody could confirm ${subject} in time. Nothing was changed. I've passed it on to a colleague.`,
    ],
    wants: `Nobody decided in time on ${subject}.`,
  };
}

/** The requester was asked whether to go ahead and did not answer. */
export const wasUnconfirmed = ({ needs, decisions }: Expired): boolean =>
  needs.kind === 'auto' && decisions.length === 0;

/** Somebody decided, but it could not begin in time. */
export const wasApproved = ({ needs, decisions }: Expired): boolean =>
  needs.kind === 'auto' ? decisions.length > 0 : decisions.length >= needs.count;

function stale({ proposal: { words }, changes }: Stale): Report {
  return {
    said: [
      `The facts behind ${words.subject} changed while it was waiting, so it was not carried out and nothing was done. A colleague will look at it.`,
    ],
    wants: `${upper(words.subject)} was not carried out, because the facts changed: ${changes.join('; ')}.`,
  };
}

/** `the refund of $48.00 for ORD-12345, the change of TKT_001 and the ticket "Mug"` */
export function subjectOf(approvals: readonly Approval[]): string {
  const subjects = approvals.map(({ proposal }) => proposal.words.subject);
  const last = subjects.at(-1) ?? '';
  return subjects.length < 2 ? last : `${subjects.slice(0, -1).join(', ')} and ${last}`;
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
