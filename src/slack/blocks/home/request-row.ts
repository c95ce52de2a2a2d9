import type { Approval, Pending } from '../../../domain/approval.ts';
import type { Target } from '../../../domain/ids.ts';
import { customerName } from '../../../domain/record-facts.ts';
import { MINUTE } from '../../../domain/time.ts';
import type { Instant } from '../../../domain/time.ts';
import { button, decisionValue } from '../decision-buttons.ts';
import { NAME_TEXT } from '../limits.ts';
import { requirementWords } from '../requirement-words.ts';
import { REVIEW_ACTION } from './home-actions.ts';
import { dottedParts, labelled, row } from './home-kit.ts';
import type { HomeBlock, Part } from './home-kit.ts';
import { spanWords } from './span.ts';

/** Less than this is left: it stands out. */
const HURRY = 15 * MINUTE;
export const NAME = 60;
const REASON = 80;

/** `link`: the address of the conversation in which it was asked for. */
interface Seen {
  at: Instant;
  link: string | undefined;
}

/** `⏳ 12 min left · *Refund $48.00* · Alice Wonderland · ORD-12345 · “Arrived broken”`, and the button that opens it. */
export function reviewRow(approval: Pending, { at, link }: Seen): HomeBlock {
  const { effect } = approval.proposal.words;
  const value = decisionValue({ approval: approval.id, version: approval.version });
  const review = button(REVIEW_ACTION, 'Review', { value });
  const name = `Review ${effect} · ${customerName(approval.proposal)}`;
  return row(
    dottedParts(
      [
        word(timeLeft(approval, at)),
        ...aboutParts(approval),
        ...step(approval),
        ...given(approval),
        ...reason(approval),
      ],
      link,
    ),
    labelled(review, name),
  );
}

/** `*Refund $640.00* · Bob Builder · ORD-1 · needs a lead · asked 20 min ago` */
export const waitingRow = (approval: Pending, { at, link }: Seen): HomeBlock =>
  row(
    dottedParts(
      [
        ...aboutParts(approval),
        ...step(approval),
        ...given(approval),
        word(`needs ${requirementWords(approval.needs)}`),
        word(`asked ${spanWords(Math.max(0, at - approval.openedAt))} ago`),
      ],
      link,
    ),
  );

/** What it is, whose, and on which record. */
const aboutParts = ({ proposal }: Approval): readonly Part[] => [
  { text: proposal.words.effect, limit: NAME_TEXT, isBold: true },
  { text: customerName(proposal), limit: NAME },
  ...recordId(proposal.target).map((text) => ({ text, limit: NAME })),
];

/** `ORD-12345`; none for what does not exist yet. */
export const recordId = (target: Target): readonly string[] =>
  target.startsWith('customer:') ? [] : [target.slice(target.indexOf(':') + 1)];

const word = (text: string): Part => ({ text, limit: NAME_TEXT });

function timeLeft({ paused, expiresAt }: Pending, at: Instant): string {
  if (paused) return 'the clock is paused';
  const left = expiresAt - at;
  return `${left < HURRY ? '⏳ ' : ''}${spanWords(Math.max(0, left))} left`;
}

const step = ({ bundle }: Approval): readonly Part[] =>
  bundle ? [word(`${bundle.step} of ${bundle.of} on one card`)] : [];

const given = ({ decisions, needs }: Pending): readonly Part[] =>
  decisions.length === 0 ? [] : [word(`${decisions.length} of ${needs.count} approved`)];

/** The model's own words, so in quotation marks. */
const reason = ({ proposal }: Pending): readonly Part[] =>
  proposal.reason.trim() === '' ? [] : [{ text: `“${proposal.reason}”`, limit: REASON }];
