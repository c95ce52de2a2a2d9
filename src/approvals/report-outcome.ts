import type { Approval, Executed, Expired, Failed, Rejected, Stale, Unknown } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import { callPerson, drawCard, reply } from '../domain/say.ts';
import type { Instant } from '../domain/time.ts';
import type { AuditRow, Change, Transition } from '../ports/store.ts';

export type Outcome = Executed | Failed | Unknown | Rejected | Expired | Stale;

interface Report {
  /** To the person, in the thread. */
  said: string;
  /** To the model, as a fact. */
  note: string;
  /** What a person should take over; absent: nobody needs to. */
  wants?: string;
}

/** Everybody is told in the commit that makes it true: the card, the thread, the model and the audit. */
export function outcomeChange(newId: () => string, from: Approval, to: Outcome, at: Instant): Change {
  const report = reportOf(to);
  const item: Item = { kind: 'note', text: `Request ${to.id} (${to.proposal.words.effect}): ${report.note}`, at };
  const transition: Transition = { to, from: from.version };
  return {
    append: { conversation: to.conversation, items: [item] },
    approvals: [transition],
    outgoing: [
      drawCard(newId, to.id),
      ...reply(newId, to.conversation, report.said),
      ...(report.wants === undefined ? [] : [callPerson(newId, to.conversation, handOff(to, report.wants))]),
    ],
    audit: [auditOf(to, at)],
  };
}

export function auditOf(approval: Approval, at: Instant): AuditRow {
  return {
    at,
    event: approval.status,
    actor: actorOf(approval),
    approval: approval.id,
    conversation: approval.conversation,
    detail: {
      action: approval.proposal.action,
      target: approval.proposal.target,
      version: approval.version,
      policy: approval.policyVersion,
    },
  };
}

function actorOf({ status, decisions, requester }: Approval): AuditRow['actor'] {
  switch (status) {
    case 'pending':
    case 'approved':
    case 'rejected':
      return decisions.at(-1)?.by ?? requester.person;
    case 'withdrawn':
    case 'superseded':
      return requester.person;
    case 'executing':
    case 'unknown':
    case 'executed':
    case 'failed':
    case 'expired':
    case 'stale':
      return 'deskhand';
  }
}

const handOff = (approval: Approval, wants: string) => ({
  user: approval.requester.slackUser,
  wants,
  facts: approval.proposal.facts,
});

function reportOf(outcome: Outcome): Report {
  const { subject, notDone } = outcome.proposal.words;
  switch (outcome.status) {
    case 'executed':
      return executed(outcome);
    case 'failed':
      return {
        said: `I'm sorry, ${subject} didn't go through, and nothing was changed. My colleagues have been told and will look for another way.`,
        note: `failed: ${outcome.refusal}. ${notDone}; nothing was changed. The person has been told.`,
        wants: `${notDone}: ${outcome.refusal}`,
      };
    case 'unknown':
      return {
        said: `We are still confirming ${subject}. I'll update you here; there is no need to ask again.`,
        note: `the outcome is not known yet (it may have happened). Never ask for it again. The person has been told.`,
      };
    case 'rejected':
      return {
        said: `My colleagues looked at it and couldn't approve ${subject}. Nothing was changed. If you'd like to talk it over, tell me and I'll bring in a person.`,
        note: 'rejected by a colleague; nothing was changed. Do not ask for the same again unless the person says something new. The person has been told.',
      };
    case 'expired':
      return expired(outcome);
    case 'stale':
      return {
        said: `The facts behind ${subject} changed while it was waiting, so it was not carried out and nothing was done. My colleagues can see why.`,
        note: `not executed, because the facts changed: ${outcome.changes.join('; ')}. Read them again before proposing anything. The person has been told.`,
      };
  }
}

function executed({ proposal: { words }, receipt }: Executed): Report {
  const reference = `Reference ${receipt.reference}.`;
  if (receipt.status === 'pending') {
    return {
      said: `${upper(words.subject)} was accepted and is being processed. ${reference}`,
      note: `accepted by the company and still being processed. ${reference} The person has been told.`,
    };
  }
  return {
    said: `Done: ${words.told} ${reference}`,
    note: `executed: ${words.done}. ${reference} The person has been told.`,
  };
}

/** What was approved, but could not begin in time, was decided by somebody. */
function expired({ needs, decisions, proposal: { words } }: Expired): Report {
  const wasApproved = needs.kind === 'auto' || decisions.length >= needs.count;
  return wasApproved
    ? {
        said: `I'm sorry, ${words.subject} could not be carried out in time. Nothing was changed. I've passed it on to a person.`,
        note: 'expired: approved, but it could not be begun in time; nothing was changed; handed to a person. The person has been told.',
        wants: `${upper(words.subject)} was approved but could not be begun in time.`,
      }
    : {
        said: `I'm sorry, nobody could confirm ${words.subject} in time. Nothing was changed. I've passed it on to a person.`,
        note: 'expired, not decided in time; nothing was changed; handed to a person. The person has been told.',
        wants: `Nobody decided in time on ${words.subject}.`,
      };
}

const upper = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
