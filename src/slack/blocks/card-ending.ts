import type {
  Approval,
  Executed,
  Expired,
  Failed,
  Pending,
  Prepared,
  Approved,
  Executing,
  Rejected,
  Stale,
  Statement,
  Superseded,
  Unknown,
  Withdrawn,
} from '../../domain/approval.ts';
import type { Replacement } from '../../domain/ledger.ts';
import { formatMoney } from '../../domain/money.ts';
import type { Words } from '../../domain/proposal.ts';
import type { Receipt } from '../../domain/receipt.ts';
import { inQuotes, phrase, versionWords } from './phrases.ts';
import type { Brevity } from './phrases.ts';
import { REJECT_REASON_WORDS } from './reject-reasons.ts';
import { approvers, decider } from './requirement-words.ts';
import { clock, mention } from './slack-tokens.ts';

type Ended = Exclude<Approval, Prepared | Pending | Approved | Executing | Unknown>;

/** How it ended, in one line of markup. */
export function cardEnding(approval: Ended, brevity: Brevity): string {
  switch (approval.status) {
    case 'executed':
      return executed(approval, brevity);
    case 'failed':
      return failed(approval, brevity);
    case 'rejected':
      return rejected(approval, brevity);
    case 'expired':
      return expired(approval);
    case 'withdrawn':
      return withdrawn(approval);
    case 'superseded':
      return superseded(approval);
    case 'stale':
      return stale(approval, brevity);
  }
}

/** A receipt that is still pending is not done: it must not read so. */
function executed(approval: Executed, brevity: Brevity): string {
  const { id, proposal, receipt, settledBy, undoneBy } = approval;
  const { words, target } = proposal;
  const what =
    receipt.status === 'succeeded'
      ? (otherAmount(receipt, words) ?? phrase(words.done, brevity.phrase))
      : `Accepted by the company, still being processed: ${phrase(words.subject, brevity.phrase)}`;
  // Who settled it may know no id of the company's; then the request's own stands there. A change is known by its record.
  const isNews = receipt.reference !== id && !target.endsWith(`:${receipt.reference}`);
  const reference = isNews ? [phrase(receipt.reference, brevity.phrase)] : [];
  const undone = undoneBy
    ? [`asked to be taken back: ${phrase(undoneBy.effect, brevity.phrase)} (${undoneBy.id})`]
    : [];
  return [`✓ ${what}`, ...reference, approvalWords(approval), ...confirmedBy(settledBy, brevity), ...undone].join(
    ' · ',
  );
}

/** An earlier copy of the ledger does not know who approved what the company tells of. */
function approvalWords({ needs, decisions }: Executed): string {
  const isKnown = needs.kind === 'auto' || decisions.length >= needs.count;
  return isKnown ? `approved by ${approvers(decisions) ?? 'policy'}` : 'known from the company, after a restore';
}

/** What really happened, where it is not what was asked for. */
const otherAmount = ({ amount }: Receipt, { effect }: Words): string | undefined =>
  amount && `*${formatMoney(amount)}* was moved, not what was asked for (${phrase(effect)})`;

const failed = ({ proposal, refusal, settledBy }: Failed, brevity: Brevity): string =>
  [
    `✗ ${phrase(proposal.words.notDone, brevity.phrase)}: ${phrase(refusal, brevity.phrase)}. Nothing was changed.`,
    ...confirmedBy(settledBy, brevity),
  ].join(' · ');

function confirmedBy(statements: readonly Statement[] = [], brevity: Brevity): readonly string[] {
  const people = statements.map(
    ({ slackUser, at, note }) => `${mention(slackUser)} ${clock(at)}${inQuotes(note, brevity.phrase)}`,
  );
  return people.length === 0 ? [] : [`confirmed by ${people.join(' and ')}`];
}

function rejected({ decisions, rejection, bundle }: Rejected, brevity: Brevity): string {
  const decision = decisions.findLast(({ verdict }) => verdict === 'reject');
  const verb = bundle && !rejection ? 'Dropped' : 'Rejected';
  if (!decision) return `${verb}. Nothing was done.`;
  const who = decider(decision);
  const note = inQuotes(decision.note, brevity.phrase).trim();
  const parts = [
    `${verb} by ${who} ${clock(decision.at)}`,
    rejection ? REJECT_REASON_WORDS[rejection.reason] : '',
    note,
    rejection?.takesOver ? `${who} takes the conversation over` : '',
  ];
  return `${parts.filter((part) => part !== '').join(' · ')}. Nothing was done.`;
}

const expired = (approval: Expired): string =>
  `Expired ${clock(approval.expiresAt)}, ${whyExpired(approval)}. Nothing was done.${proposedAgain(approval.reopened)}`;

function whyExpired({ decisions, needs, requester }: Expired): string {
  if (needs.kind === 'auto' && decisions.length === 0) return `${mention(requester.slackUser)} did not answer`;
  const missing = (needs.kind === 'people' ? needs.count : 0) - decisions.length;
  if (missing <= 0) return 'before it could be sent';
  return decisions.length === 0 ? 'nobody decided' : 'one of two decisions was missing';
}

function withdrawn({ why, withdrawnAt, requester }: Withdrawn): string {
  const who = mention(requester.slackUser);
  const at = clock(withdrawnAt);
  switch (why) {
    case 'taken-back':
      return `Withdrawn by ${who} ${at}. Nothing was done.`;
    case 'message-deleted':
      return `Withdrawn ${at}: the message that asked was deleted. Nothing was done.`;
    case 'declined':
      return `Withdrawn ${at}: ${who} chose something else. Nothing was done.`;
  }
}

const superseded = ({ by, supersededAt, editedBy }: Superseded): string =>
  editedBy === undefined
    ? `Replaced ${clock(supersededAt)} by ${versionWords(by)}. Nothing was done here.`
    : `${mention(editedBy)} changed it ${clock(supersededAt)}: replaced by ${versionWords(by)}. Nothing was done here.`;

function stale({ changes, reopened }: Stale, brevity: Brevity): string {
  const shown = changes.slice(0, brevity.changes).map((change) => phrase(change, brevity.phrase));
  const rest = changes.length - shown.length;
  const more = rest === 0 ? [] : [`and ${rest} more`];
  const facts = [...shown, ...more].join('; ');
  return `Facts changed since you were asked: ${facts}. Nothing was done.${proposedAgain(reopened)}`;
}

const proposedAgain = (reopened: Replacement | undefined): string =>
  reopened === undefined ? '' : ` Proposed again as ${reopened.id} (${phrase(reopened.effect)}).`;
