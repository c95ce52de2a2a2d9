import type { Approval, Decision } from '../../domain/approval.ts';
import type { DecisionRefusal } from '../../domain/decide.ts';
import type { UserId } from '../../domain/ids.ts';
import { NAME_TEXT, PHRASE_TEXT } from './limits.ts';
import { decider, requirementWords } from './requirement-words.ts';
import { clock, clockWithSeconds } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

/** Why a click decided nothing. */
export type WhisperCode = DecisionRefusal | 'forbidden' | 'not-found' | 'card-mismatch' | 'role-unknown' | 'storage';

export interface WhisperContext {
  /** As the ledger stands now; absent when it is not known or could not be read. */
  approval?: Approval;
  /** Who pressed. */
  clicker: UserId;
  /** The approval's id as the button named it. */
  reference: string;
}

/** What only the person who pressed is told: markup, the present state in words. */
export const whisper = (code: WhisperCode, context: WhisperContext): string => WHISPERS[code](context);

const TEAM_ONLY = 'Only the support team can use these buttons.';

const WHISPERS: Record<WhisperCode, (context: WhisperContext) => string> = {
  'not-allowed': notAllowed,
  external: () => TEAM_ONLY,
  customer: () => TEAM_ONLY,
  admin: () => 'Admins configure Deskhand and do not approve requests.',
  forbidden: () => 'The policy does not allow this any more. Nothing was done; you can still reject it.',
  'own-request': () => 'You asked for this one, so someone else has to approve it.',
  beneficiary: () => 'This one is for your own account, so someone else has to approve it.',
  'already-decided': alreadyDecided,
  'already-running': alreadyRunning,
  'same-person': () => 'You have approved this one already. It needs a second person.',
  expired: ({ approval }) => `This expired${approval ? ` at ${clock(approval.expiresAt)}` : ''}. Nothing was done.`,
  withdrawn: ({ approval }) =>
    `This was withdrawn${approval?.status === 'withdrawn' ? ` at ${clock(approval.withdrawnAt)}` : ''}. Nothing was done.`,
  superseded: ({ approval }) =>
    approval?.status === 'superseded'
      ? `Replaced by ${approval.by.id}: ${mrkdwn(approval.by.effect, PHRASE_TEXT)}. Please decide there.`
      : 'Replaced by a newer request. Please decide there.',
  'not-found': ({ reference }) =>
    `I can't find this request; it may be from an older install. Ref ${mrkdwn(reference, NAME_TEXT)}`,
  'card-mismatch': () => 'These buttons are a copy: nothing was decided. Please use the original card.',
  'role-unknown': () => 'Could not check your role — nothing changed, try again.',
  storage: () => 'Storage problem, nothing was done. Please try again in a moment.',
};

function notAllowed({ approval }: WhisperContext): string {
  if (approval?.needs.kind !== 'people') return "You can't decide this one. Nothing was changed.";
  const subject = mrkdwn(approval.proposal.words.subject, PHRASE_TEXT);
  return `You can't decide ${subject}: it needs ${requirementWords(approval.needs)}. Nothing was changed.`;
}

function alreadyDecided({ approval, clicker }: WhisperContext): string {
  if (approval?.status === 'stale')
    return 'Facts changed since you were asked, so this was not done. The card is up to date now.';
  const decision = approval?.decisions.at(-1);
  return decision ? decided(decision, clicker) : 'This was already decided. The card is up to date now.';
}

function alreadyRunning({ approval, clicker }: WhisperContext): string {
  const decision = approval?.decisions.at(-1);
  return ['Already being sent, one moment.', ...(decision ? [decided(decision, clicker)] : [])].join(' ');
}

function decided(decision: Decision, clicker: UserId): string {
  const verb = decision.verdict === 'approve' ? 'approved' : 'rejected';
  if (decision.slackUser === clicker) return `Already ${verb} by you at ${clockWithSeconds(decision.at)}.`;
  return `${decider(decision)} ${verb} this at ${clock(decision.at)}. The card is up to date now.`;
}
