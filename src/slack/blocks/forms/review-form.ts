import type { Pending } from '../../../domain/approval.ts';
import { customerName } from '../../../domain/record-facts.ts';
import type { Form } from '../../../ports/desk.ts';
import { actions, context, lengthOf, section } from '../block-kit.ts';
import type { Block, Button } from '../block-kit.ts';
import { drawFacts } from '../card-facts.ts';
import type { DrawnFacts } from '../card-facts.ts';
import {
  cannotDecide,
  dotted,
  editBlocks,
  expiry,
  finality,
  questionBlocks,
  quoteBlocks,
  reasonBlocks,
  recordName,
} from '../card-parts.ts';
import { button, cardButtons, decisionValue, EDIT_ACTION, namesEffect } from '../decision-buttons.ts';
import { holdBanner } from '../home/hold-banner.ts';
import { CARD_TEXT, FACTS_TEXT, NAME_TEXT, PHRASE_TEXT, ROWS_FACTS, VIEW_TITLE } from '../limits.ts';
import { phrase } from '../phrases.ts';
import { bundleCheck, policyCheck } from '../policy-check.ts';
import { stillMissing } from '../requirement-words.ts';
import { clock, mention, namedLink } from '../slack-tokens.ts';
import { couldFormat, line, mrkdwn, plain, slackLength } from '../text.ts';
import { preformatted, view } from './form-kit.ts';
import type { FormBlock, View } from './form-kit.ts';

export const REVIEW_FORM = 'review_form';

type Review = Extract<Form, { kind: 'review' }>;

/** Deciding from Home: all that the card shows, with the facts as they are now. Only what is shown whole, and unchanged, can be approved. */
export function reviewForm(review: Review, thread?: string): View {
  const { approval, rows, version, changes, holds } = review;
  const top = [...holdBanner(holds), ...changeBlocks(review), ...halfway(approval)];
  const below = wordsAndChecks(review, thread);
  const { blocks, omitted } = rowBlocks(rows, CARD_TEXT - lengthOf([...top, ...below]));
  const why = whyNotWhole(rows, omitted);
  const isUnchanged = changes === 'unreadable' || changes.length === 0;
  const submit = isUnchanged && why === undefined ? submitLabel(rows) : undefined;
  // “Cancel” would read as the effect beside “Cancel order”.
  const frame = { id: REVIEW_FORM, title: 'Review', version, close: 'Close' };
  return view({ ...frame, ...(submit === undefined ? {} : { submit }) }, approval, [
    ...top,
    ...blocks,
    ...below,
    ...(why === undefined ? [] : [cannotDecide(why)]),
    ...actions(otherButtons(rows)),
  ]);
}

/** A change is shown in words of the company's. */
const CHANGES = 6;

function changeBlocks({ changes, approval }: Review): readonly Block[] {
  if (changes === 'unreadable')
    return [
      section(
        `! *The facts could not be read just now.* Below they stand as of ${clock(approval.openedAt)}; they are read again before anything is carried out.`,
      ),
    ];
  if (changes.length === 0) return [context('The facts were read just now: nothing has changed since it was asked.')];
  const shown = changes.slice(0, CHANGES).map((change) => phrase(change, PHRASE_TEXT));
  const rest = changes.length - shown.length;
  const words = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
  return [section(`! *Facts changed since you were asked:* ${words}. It cannot be approved as it stands.`)];
}

function halfway(approval: Pending): readonly Block[] {
  const missing = stillMissing(approval);
  return missing === undefined ? [] : [section(missing)];
}

/** Each with its whole effect first, which the button that decides may be too short for. */
function rowBlocks(rows: readonly Pending[], room: number): { blocks: readonly FormBlock[]; omitted: number } {
  const heads = lengthOf(rows.flatMap(headOf).filter(isText));
  let left = { text: Math.min(FACTS_TEXT, room - heads), facts: ROWS_FACTS }; // shrinks with each row
  let omitted = 0;
  const blocks = rows.flatMap((row): readonly FormBlock[] => {
    const facts: DrawnFacts = drawFacts(row.proposal.facts, left);
    left = { text: left.text - facts.length, facts: left.facts - (row.proposal.facts.length - facts.omitted) };
    omitted += facts.omitted;
    return [...headOf(row), ...facts.blocks, ...(row.bundle ? actions([editButton(row)]) : [])];
  });
  return { blocks, omitted };
}

const isText = (block: FormBlock): block is Block => block.type !== 'rich_text' && block.type !== 'input';

/** Character by character where formatting could change how it looks. */
function headOf({ proposal, bundle, id, status }: Pending): readonly FormBlock[] {
  const effect = `${bundle ? `${bundle.step}. ` : ''}${line(proposal.words.effect)}`;
  const customer = mrkdwn(customerName(proposal), NAME_TEXT);
  const rest = context(dotted(customer, recordName(proposal.target) ?? id, finality({ proposal, status })));
  return couldFormat(effect)
    ? [preformatted(plain(effect, PHRASE_TEXT)), rest]
    : [section(`*${mrkdwn(effect, PHRASE_TEXT)}*`), rest];
}

function wordsAndChecks({ approval, rows }: Review, thread: string | undefined): readonly Block[] {
  const link = thread === undefined ? undefined : namedLink(thread, 'View thread');
  const reasons = rows.map(({ proposal }) => proposal.reason);
  return [
    ...reasonBlocks(reasons),
    ...quoteBlocks(approval.quote, reasons),
    ...rows.flatMap(editBlocks),
    ...questionBlocks(approval),
    rows.length === 1 ? policyCheck(approval) : bundleCheck(rows),
    context(dotted(approval.id, `asked by ${mention(approval.requester.slackUser)}`, expiry(approval), link)),
  ];
}

function whyNotWhole(rows: readonly Pending[], omitted: number): string | undefined {
  if (omitted > 0) return `${omitted} ${omitted === 1 ? 'fact does' : 'facts do'} not fit`;
  return rows.every(namesEffect) ? undefined : 'its button cannot name it';
}

/** The effect, never cut; where it is longer than Slack's button, it stands above in full. */
function submitLabel(rows: readonly Pending[]): string {
  const [first, ...others] = rows;
  if (others.length > 0) return `Do all ${others.length + 1}`;
  const effect = line(first?.proposal.words.effect ?? '');
  return slackLength(effect) <= VIEW_TITLE ? effect : 'Do it';
}

/** Rows are changed one by one, each beside its facts. */
const otherButtons = (rows: readonly Pending[]): readonly Button[] => [
  ...rows.filter(({ bundle }) => !bundle).map(editButton),
  ...cardButtons(rows),
];

const editButton = ({ id, version }: Pending): Button =>
  button(EDIT_ACTION, 'Edit', { value: decisionValue({ approval: id, version }) });
