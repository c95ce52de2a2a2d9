import { isOpen, isPending } from '../../domain/approval.ts';
import type { Approval, Pending } from '../../domain/approval.ts';
import { isItsTurn } from '../../domain/bundle.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { Fact } from '../../domain/proposal.ts';
import { customerFact, customerName } from '../../domain/record-facts.ts';
import { actions, context, header, lengthOf, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { drawFacts } from './card-facts.ts';
import type { DrawnFacts } from './card-facts.ts';
import {
  cannotDecide,
  dotted,
  editLine,
  expiry,
  finality,
  questionBlocks,
  quoteBlocks,
  reasonBlocks,
  recordName,
  unnamedRecord,
} from './card-parts.ts';
import { cardStatus } from './card-status.ts';
import { bundleButtons, namesEffect, rowButtons } from './decision-buttons.ts';
import { CARD_TEXT, FACTS_TEXT, NAME_TEXT, ROWS_FACTS } from './limits.ts';
import { BRIEF } from './phrases.ts';
import { bundleCheck } from './policy-check.ts';
import { approvers, stillMissing } from './requirement-words.ts';
import { clock, mention, withoutDates } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

/** Several requests of one turn: numbered rows, decided together or one by one, carried out in their order. */
export function bundleCard(rows: readonly Approval[], link: string | undefined): Drawn {
  const [first] = rows;
  if (!first) throw new Error('a card needs a request');
  const waiting = rows.filter(isPending);
  const shared = drawFacts(sharedFacts(rows));
  const top = [
    header(`${titleOf(rows)}${waiting.length > 0 ? '?' : ''}`),
    ...(rows.some(isOpen) ? [context(ORDER)] : []),
    ...halfway(waiting[0]),
    ...shared.blocks,
  ];
  const heads = rows.map((row) => [section(headOf(row, rows)), ...actions(rowButtons(row))]);
  const below = [...wordsAndChecks(rows), context(lastLine(first, waiting[0], link))];
  const room = CARD_TEXT - lengthOf([...top, ...heads.flat(), ...below]) - DECISION_TEXT;
  const facts = factsOf(rows, Math.min(FACTS_TEXT, room));
  const omitted = shared.omitted + omittedOf(rows, facts);
  const last = below.slice(-1);
  const blocks = [
    ...top,
    ...heads.flatMap(([head, ...buttons], index) => [
      ...(head ? [head] : []),
      ...(facts[index]?.blocks ?? []),
      ...buttons,
    ]),
    ...below.slice(0, -1),
    ...decisionBlocks(rows, omitted),
    ...last,
  ];
  return { text: textOf(rows, waiting[0]), blocks };
}

const ORDER = 'They are carried out in this order; if one fails, the rest is left undone.';
/** Characters of the buttons for all rows and of why there are not more. */
const DECISION_TEXT = 500;

function titleOf(rows: readonly Approval[]): string {
  const customers = new Set(rows.map(({ proposal }) => proposal.customer));
  const [first] = rows;
  const many = `${rows.length} changes`;
  return customers.size === 1 && first ? `${many} for ${customerName(first.proposal)}` : many;
}

function halfway(waiting: Pending | undefined): readonly Block[] {
  const missing = waiting && stillMissing(waiting);
  return missing === undefined ? [] : [section(missing)];
}

/** Whose records they are, where all rows say the same of it: once, above them. */
function sharedFacts(rows: readonly Approval[]): readonly Fact[] {
  const [fact, ...others] = rows.map(({ proposal }) => customerFact(proposal));
  return fact && others.every((other) => other?.value === fact.value) ? [fact] : [];
}

function wordsAndChecks(rows: readonly Approval[]): readonly Block[] {
  if (!rows.some(isOpen)) return [];
  const reasons = rows.map((row) => (isOpen(row) ? row.proposal.reason : ''));
  return [
    ...reasonBlocks(reasons),
    ...quoteBlocks(rows[0]?.quote, reasons),
    ...questionBlocks(asked(rows)),
    bundleCheck(rows),
  ];
}

/** Its number and effect, who changed it, and where it stands unless it waits. */
function headOf(row: Approval, rows: readonly Approval[]): string {
  const { effect } = row.proposal.words;
  const record = isOpen(row) ? unnamedRecord(row) : recordName(row.proposal.target);
  const lines = [
    `*${numberOf(row, rows)}.* ${dotted(mrkdwn(effect, NAME_TEXT), record, finality(row))}`,
    editLine(row),
    row.status === 'pending' ? undefined : statusOf(row, rows),
  ];
  return lines.filter((line) => line !== undefined).join('\n');
}

const numberOf = (row: Approval, rows: readonly Approval[]): number => row.bundle?.step ?? rows.indexOf(row) + 1;

const statusOf = (row: Approval, rows: readonly Approval[]): string =>
  row.status === 'approved' && !isItsTurn(row, rows)
    ? `Approved by ${approvers(row.decisions) ?? 'policy'} · waits for its turn`
    : cardStatus(row, BRIEF);

/** Of rows that have not ended. Those that can still be decided come first where there is not room for all. */
function factsOf(rows: readonly Approval[], room: number): readonly DrawnFacts[] {
  const drawn = new Map<Approval, DrawnFacts>();
  let left = { text: room, facts: ROWS_FACTS }; // shrinks with each row
  const isAbove = sharedFacts(rows).length > 0;
  for (const row of rows.toSorted((a, b) => Number(b.status === 'pending') - Number(a.status === 'pending'))) {
    const above = isAbove ? customerFact(row.proposal) : undefined;
    const own = isOpen(row) ? row.proposal.facts.filter((fact) => fact !== above) : [];
    const facts = drawFacts(own, left);
    drawn.set(row, facts);
    left = { text: left.text - facts.length, facts: left.facts - (own.length - facts.omitted) };
  }
  return rows.flatMap((row) => drawn.get(row) ?? []);
}

/** All rows have one asker; what was asked about several stands on each of them. */
function asked(rows: readonly Approval[]): Approval {
  const [first] = rows.toSorted((a, b) => b.questions.length - a.questions.length);
  if (!first) throw new Error('a card needs a request');
  return first;
}

const lastLine = (first: Approval, waiting: Pending | undefined, link: string | undefined): string =>
  dotted(cardOf(first), `asked by ${mention(first.requester.slackUser)}`, expiry(waiting), link);

const omittedOf = (rows: readonly Approval[], facts: readonly DrawnFacts[]): number =>
  rows.reduce((sum, { status }, index) => sum + (status === 'pending' ? (facts[index]?.omitted ?? 0) : 0), 0);

function decisionBlocks(rows: readonly Approval[], omitted: number): readonly Block[] {
  const waiting = rows.filter(({ status }) => status === 'pending');
  const whole = omitted === 0 && waiting.every(namesEffect);
  const buttons = actions(bundleButtons(rows, whole));
  if (whole || waiting.length === 0) return buttons;
  const why = omitted === 0 ? 'the button of a row cannot name it' : `${omitted} facts do not fit`;
  return [cannotDecide(why), ...buttons];
}

/** One line for notifications and screen readers. */
function textOf(rows: readonly Approval[], waiting: Pending | undefined): string {
  const [first] = rows;
  const states = rows.map((row) => `${numberOf(row, rows)}. ${withoutDates(stateOf(row, rows))}`).join('; ');
  const need = waiting && !waiting.paused ? ` need a decision by ${withoutDates(clock(waiting.expiresAt))}` : '';
  return `${mrkdwn(titleOf(rows), NAME_TEXT)}${need}: ${states} (${first ? cardOf(first) : ''})`;
}

const stateOf = (row: Approval, rows: readonly Approval[]): string =>
  row.status === 'pending' ? mrkdwn(row.proposal.words.effect, NAME_TEXT) : statusOf(row, rows);
