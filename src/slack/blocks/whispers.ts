import type { Approval } from '../../domain/approval.ts';
import type { Decision, Replacement } from '../../domain/ledger.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import type { UserId } from '../../domain/ids.ts';
import { statementsOf } from '../../domain/testimony.ts';
import { heldWords } from './card-status.ts';
import { confirmationAnswer } from './confirmation-answer.ts';
import { NAME_TEXT, PHRASE_TEXT } from './limits.ts';
import { phrase } from './phrases.ts';
import { decider, requirementWords } from './requirement-words.ts';
import { clock, clockWithSeconds, mention, namedLink } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

/** Why a click decided nothing. */
export type WhisperCode = ClickRefusal;

export interface WhisperContext {
  /** As the ledger stands now; absent when it is not known or could not be read. */
  approval?: Approval;
  /** Who pressed. */
  clicker: UserId;
  /** The approval's id as the button named it. */
  reference: string;
  /** The permalink of the card of what took its place. */
  newerLink?: string;
}

/** What only the person who pressed is told: markup, the present state in words. */
export const whisper = (code: WhisperCode, context: WhisperContext): string =>
  toCustomer(code, context) ?? WHISPERS[code](context);

/** What a request has come to; no customer gets so far with a button of a card. */
const STANDS: ReadonlySet<WhisperCode> = new Set([
  'already-decided',
  'already-running',
  'expired',
  'forbidden',
  'superseded',
  'withdrawn',
]);

/** To the customer who asked, who sees no card, and to whom colleagues are not named; undefined for everybody else. */
function toCustomer(code: WhisperCode, { approval, clicker }: WhisperContext): string | undefined {
  const isTheirs = approval?.requester.slackUser === clicker && approval.requester.role === 'customer';
  if (!isTheirs || !STANDS.has(code)) return undefined;
  return approval.status === 'prepared'
    ? 'This is not possible any more. Nothing was done; just ask again.'
    : confirmationAnswer(approval);
}

const TEAM_ONLY = 'Only the support team can use these buttons.';
const UP_TO_DATE = 'The card is up to date now.';

const WHISPERS: Record<WhisperCode, (context: WhisperContext) => string> = {
  'not-allowed': notAllowed,
  external: () => TEAM_ONLY,
  customer: () => TEAM_ONLY,
  admin: () => 'Admins configure Deskhand and do not approve requests.',
  forbidden: () => 'The policy does not allow this any more. Nothing was done; you can still reject it.',
  'own-request': ownRequest,
  beneficiary: () => 'This one is for your own account; another approver must decide.',
  unconfirmed: () => 'They have not said yet whether to go ahead. Nothing was done.',
  'not-yours': () => 'Only the person who asked can answer this. Nothing was done.',
  'not-now': () => `That is not possible any more. Nothing was done. ${UP_TO_DATE}`,
  'already-decided': alreadyDecided,
  'already-running': alreadyRunning,
  'same-person': samePerson,
  expired,
  withdrawn: ({ approval }) =>
    `This was withdrawn${approval?.status === 'withdrawn' ? ` at ${clock(approval.withdrawnAt)}` : ''}. Nothing was done.`,
  superseded,
  'not-found': ({ reference }) =>
    `I can't find this request; it may be from an older install. Ref ${mrkdwn(reference, NAME_TEXT)}`,
  'card-mismatch': () => 'These buttons are a copy: nothing was decided. Please use the original card.',
  'role-unknown': () => 'Could not check your role — nothing changed, try again.',
  'undo-over': () => 'It is too late to take this back with one press. Nothing was changed; please ask for it anew.',
  undone: ({ approval }) =>
    approval?.status === 'executed' && approval.undoneBy
      ? `Somebody has asked to take this back already: ${replacement(approval.undoneBy)}.`
      : 'Somebody has asked to take this back already.',
  storage: () => 'Storage problem, nothing was done. Please try again in a moment.',
};

function notAllowed({ approval }: WhisperContext): string {
  if (approval?.needs.kind !== 'people') return "You can't decide this one. Nothing was changed.";
  const needs = requirementWords(approval.needs);
  if (approval.bundle)
    return `You can't decide the requests on this card: together they need ${needs}. Nothing was changed.`;
  const subject = mrkdwn(approval.proposal.words.subject, PHRASE_TEXT);
  return `You can't decide ${subject}: it needs ${needs}. Nothing was changed.`;
}

function ownRequest({ approval, clicker }: WhisperContext): string {
  const isEditor = approval?.editor?.slackUser === clicker && approval.requester.slackUser !== clicker;
  return isEditor
    ? 'You changed this request; another approver must decide.'
    : 'You asked for this; another approver must decide.';
}

function expired({ approval, newerLink }: WhisperContext): string {
  const at = approval ? ` at ${clock(approval.expiresAt)}` : '';
  const reopened = approval?.status === 'expired' ? approval.reopened : undefined;
  return reopened
    ? `This expired${at}. Nothing was done. It was proposed again as ${replacement(reopened)}. ${decideThere(newerLink)}`
    : `This expired${at}. Nothing was done. Use “Propose again” on the card to check the facts anew.`;
}

function superseded({ approval, newerLink }: WhisperContext): string {
  if (approval?.status === 'pending') return `A request on this card was changed. Nothing was decided. ${UP_TO_DATE}`;
  if (approval?.status !== 'superseded') return `Replaced by a newer request. ${decideThere(newerLink)}`;
  const { edition, id, effect } = approval.by;
  return `Replaced by version ${edition} (${id}): ${phrase(effect)}. ${decideThere(newerLink)}`;
}

const replacement = ({ id, effect }: Replacement): string => `${id} (${phrase(effect)})`;

function decideThere(link: string | undefined): string {
  const linked = link === undefined ? undefined : namedLink(link, 'Please decide there');
  return `${linked ?? 'Please decide there'}.`;
}

function alreadyDecided({ approval, clicker }: WhisperContext): string {
  if (approval?.status === 'stale') return `Facts changed since you were asked, so this was not done. ${UP_TO_DATE}`;
  if (approval?.status === 'pending') return 'You have said yes already; a colleague decides now.';
  const found = settledBy(approval);
  if (found) return found;
  const decision = approval?.decisions.at(-1);
  const answer = decision ? decided(decision, clicker) : `This was already decided. ${UP_TO_DATE}`;
  return approval?.status === 'unknown' ? `${answer} Outcome not yet known — do not repeat.` : answer;
}

/** Where people found out what the company could not tell; undefined elsewhere. */
function settledBy(approval: Approval | undefined): string | undefined {
  const found = approval && approval.status !== 'unknown' ? statementsOf(approval).at(-1) : undefined;
  if (!found) return undefined;
  const what = found.verdict === 'done' ? 'it was done' : 'it was not done';
  return `${mention(found.slackUser)} has settled this at ${clock(found.at)}: ${what}. ${UP_TO_DATE}`;
}

function alreadyRunning({ approval, clicker }: WhisperContext): string {
  if (approval?.status === 'unknown')
    return 'Outcome not yet known — do not repeat. The company is still being asked; nothing was changed.';
  const decision = approval?.decisions.at(-1);
  const held = approval?.status === 'approved' ? approval.held : undefined;
  return [
    held ? `Already approved; it waits: ${heldWords(held)}.` : 'Already being sent, one moment.',
    ...(decision ? [decided(decision, clicker)] : []),
  ].join(' ');
}

function samePerson({ approval }: WhisperContext): string {
  const what = approval?.status === 'unknown' ? 'said so' : 'approved this one';
  return `You have ${what} already. It needs a second person.`;
}

function decided(decision: Decision, clicker: UserId): string {
  const verb = decision.verdict === 'approve' ? 'approved' : 'rejected';
  if (decision.slackUser === clicker) return `Already ${verb} by you at ${clockWithSeconds(decision.at)}.`;
  return `${decider(decision)} ${verb} this at ${clock(decision.at)}. ${UP_TO_DATE}`;
}
