import type {
  Approval,
  Approved,
  Executed,
  Executing,
  Expired,
  Failed,
  Pending,
  Rejected,
  Stale,
  Unknown,
} from '../../domain/approval.ts';
import { PHRASE_TEXT } from './limits.ts';
import { approvers, decider } from './requirement-words.ts';
import { clock } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

/** Where the approval stands, in one line of markup; a pending one needs its decision. */
export function cardStatus(approval: Approval): string {
  switch (approval.status) {
    case 'pending':
    case 'approved':
    case 'executing':
    case 'unknown':
      return progress(approval);
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'withdrawn':
    case 'superseded':
    case 'stale':
      return outcome(approval);
  }
}

type Open = Pending | Approved | Executing | Unknown;

function progress(approval: Open): string {
  switch (approval.status) {
    case 'pending':
      return `needs a decision by ${clock(approval.expiresAt)}`;
    case 'approved':
      return `Approved by ${approvedBy(approval)} · sending…`;
    case 'executing':
      return `Approved by ${approvedBy(approval)} · sending since ${clock(approval.startedAt)}…`;
    case 'unknown':
      return `? Outcome not yet known — do not repeat. Checking with the company since ${clock(approval.since)}: ${phrase(approval.why)}.`;
  }
}

function outcome(approval: Exclude<Approval, Open>): string {
  switch (approval.status) {
    case 'executed':
      return executed(approval);
    case 'failed':
      return failed(approval);
    case 'rejected':
      return rejected(approval);
    case 'expired':
      return expired(approval);
    case 'withdrawn':
      return `Withdrawn ${clock(approval.withdrawnAt)}. Nothing was done.`;
    case 'superseded':
      return `Replaced by ${approval.by.id} (${phrase(approval.by.effect)}) ${clock(approval.supersededAt)}. Nothing was done here.`;
    case 'stale':
      return stale(approval);
  }
}

/** A receipt that is still pending is not done: it must not read so. */
function executed(approval: Executed): string {
  const { words } = approval.proposal;
  const { reference, status } = approval.receipt;
  const what =
    status === 'succeeded'
      ? phrase(words.done)
      : `Accepted by the company, still being processed: ${phrase(words.subject)}`;
  return `✓ ${what} · ${phrase(reference)} · approved by ${approvedBy(approval)}`;
}

const failed = ({ proposal, refusal }: Failed): string =>
  `✗ ${phrase(proposal.words.notDone)}: ${phrase(refusal)}. Nothing was changed.`;

function rejected({ decisions }: Rejected): string {
  const decision = decisions.findLast(({ verdict }) => verdict === 'reject');
  if (!decision) return 'Rejected. Nothing was done.';
  const note = decision.note === undefined ? '' : ` · “${phrase(decision.note)}”`;
  return `Rejected by ${decider(decision)} ${clock(decision.at)}${note}. Nothing was done.`;
}

function expired({ expiresAt, decisions, needs }: Expired): string {
  const missing = (needs.kind === 'people' ? needs.count : 0) - decisions.length;
  if (missing <= 0) return `Expired ${clock(expiresAt)}, before it could be sent. Nothing was done.`;
  const why = decisions.length === 0 ? 'nobody decided' : 'one of two decisions was missing';
  return `Expired ${clock(expiresAt)}, ${why}. Nothing was done.`;
}

function stale({ changes }: Stale): string {
  const shown = changes.slice(0, CHANGES_SHOWN).map(phrase);
  const rest = changes.length - shown.length;
  const more = rest === 0 ? [] : [`and ${rest} more`];
  return `Facts changed since you were asked: ${[...shown, ...more].join('; ')}. Nothing was done.`;
}

const CHANGES_SHOWN = 6;

const approvedBy = ({ decisions }: Approval): string => approvers(decisions) ?? 'policy';

/** Inside a sentence of ours: without a full stop of its own. */
const phrase = (text: string): string => mrkdwn(text.replace(/[.\s]{1,20}$/, ''), PHRASE_TEXT);
