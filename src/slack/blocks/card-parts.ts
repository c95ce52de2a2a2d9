import type { Approval, ApprovalStatus, Pending } from '../../domain/approval.ts';
import type { Target } from '../../domain/ids.ts';
import { QUOTE_LENGTH } from '../../domain/ledger.ts';
import type { Question } from '../../domain/ledger.ts';
import { CUSTOMER_FACT, recordFacts } from '../../domain/record-facts.ts';
import { visibleText } from '../../domain/visible-text.ts';
import { plainSection, section } from './block-kit.ts';
import type { Block } from './block-kit.ts';
import { NAME_TEXT, PHRASE_TEXT, REASON_TEXT } from './limits.ts';
import { markupSections, plainSections } from './pack.ts';
import { clock, mention } from './slack-tokens.ts';
import { couldFormat, mrkdwn, plain } from './text.ts';

/** The only words of the model's on a card, and marked so; one line for each of several reasons. */
export function reasonBlocks(reasons: readonly string[]): readonly Block[] {
  const lines = reasons.map((reason, index) => {
    if (reason.trim() === '') return [];
    const quoted = `“${plain(reason, REASON_TEXT)}”`;
    return reasons.length === 1 ? [quoted] : [`${index + 1}. ${quoted}`];
  });
  return wordsBlocks({ label: 'Why', aside: " (assistant's words, unverified)" }, lines.flat());
}

/** The person's own words, as they wrote them, unless a reason repeats them. */
export const quoteBlocks = (quote: string | undefined, reasons: readonly string[]): readonly Block[] =>
  quote === undefined || quote.trim() === '' || reasons.some((reason) => saysTheSame(reason, quote))
    ? []
    : wordsBlocks({ label: 'They wrote' }, [`“${plain(quote, QUOTE_LENGTH)}”`]);

const saysTheSame = (reason: string, quote: string): boolean => bare(quote) !== '' && bare(reason) === bare(quote);

/** Without a lead such as `Asked:`, and without what is neither letter nor digit. */
const bare = (text: string): string =>
  visibleText(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/^\s*\p{L}{1,20}:\s/u, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Somebody's words behind a label of ours; character by character where there could be more in them than prose. */
export function wordsBlocks(lead: { label: string; aside?: string }, lines: readonly string[]): readonly Block[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const aside = lead.aside ?? '';
  const under = (start: string, each: (line: string) => string): readonly string[] =>
    others.length === 0 ? [`${start} ${each(first)}`] : [start, ...lines.map(each)];
  return lines.some((line) => !isProse(line))
    ? plainSections(under(`${lead.label}${aside}:`, (line) => line))
    : markupSections(under(`*${lead.label}*${aside}`, (line) => mrkdwn(line, Infinity)));
}

/** `<@U1> changed Refund $48.00 → Refund $30.00`; undefined where nobody changed it. */
export const editLine = ({ editor, proposal }: Approval): string | undefined =>
  editor && `${mention(editor.slackUser)} changed ${effect(editor.was)} → ${effect(proposal.words.effect)}`;

export function editBlocks(approval: Approval): readonly Block[] {
  const edited = editLine(approval);
  const note = approval.noteToRequester ?? '';
  return [
    ...(edited === undefined ? [] : [section(edited)]),
    ...(note.trim() === '' ? [] : said(`Note to ${mention(approval.requester.slackUser)}:`, `“${words(note)}”`)),
  ];
}

/** Nothing in it that mrkdwn formats, and no name, address or token that a client might make live. */
const isProse = (text: string): boolean => !couldFormat(text) && !/[<>[\]@#]|:\/\/|\p{L}[.:]\p{L}/u.test(text);

/** What was asked of the requester, the last of it, and since when it waits for them. */
export function questionBlocks(approval: Approval): readonly Block[] {
  const { questions, status } = approval;
  const earlier = questions.length - QUESTIONS_SHOWN;
  return [
    ...(earlier > 0 ? [section(`${earlier} earlier ${earlier === 1 ? 'question' : 'questions'}: see Details.`)] : []),
    ...questions.slice(-QUESTIONS_SHOWN).flatMap(questionBlock),
    ...(status === 'pending' ? waitingBlocks(approval) : []),
  ];
}

const QUESTIONS_SHOWN = 2;

function questionBlock({ text, slackUser, at, answer }: Question): readonly Block[] {
  const answered = answer === undefined ? '' : ` → “${words(answer)}”`;
  return said(`Asked ${clock(at)} by ${mention(slackUser)}:`, `“${words(text)}”${answered}`);
}

const waitingBlocks = ({ paused, requester }: Pending): readonly Block[] =>
  paused ? [section(`Waiting for ${mention(requester.slackUser)} since ${clock(paused.since)}.`)] : [];

/** People's words behind a lead of ours, on a line of their own where mrkdwn could read formatting in them. */
const said = (lead: string, quoted: string): readonly Block[] =>
  couldFormat(quoted)
    ? [section(lead), plainSection(plain(quoted, Infinity))]
    : [section(`${lead} ${mrkdwn(quoted, Infinity)}`)];

const words = (text: string): string => plain(text, PHRASE_TEXT);
const effect = (text: string): string => mrkdwn(text, NAME_TEXT);

/** `order ORD-12345` where no fact begins with it. */
export const unnamedRecord = ({ proposal }: Approval): string | undefined =>
  recordFacts(proposal).some(({ label }) => label !== CUSTOMER_FACT) ? undefined : recordName(proposal.target);

/** `order ORD-12345`; undefined for what does not exist yet, whose customer stands among the facts. */
export const recordName = (target: Target): string | undefined =>
  target.startsWith('customer:') ? undefined : mrkdwn(target.replace(':', ' '), NAME_TEXT);

/** `money out, cannot be undone`; undefined where nothing happened, so that there is nothing to undo. */
export const finality = ({ status, proposal }: Pick<Approval, 'status' | 'proposal'>): string | undefined =>
  UNDONE.has(status) ? undefined : mrkdwn(proposal.words.finality, PHRASE_TEXT);

const UNDONE: ReadonlySet<ApprovalStatus> = new Set([
  'failed',
  'rejected',
  'expired',
  'withdrawn',
  'superseded',
  'stale',
]);

/** `expires 16:40`, while it runs. */
export function expiry(approval: Approval | undefined): string | undefined {
  if (approval?.status !== 'pending') return undefined;
  return approval.paused ? 'the clock is paused' : `expires ${clock(approval.expiresAt)}`;
}

/** The parts that there are. */
export const dotted = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' · ');

/** Why there is no deciding button. */
export const cannotDecide = (why: string): Block =>
  section(`! *This request cannot be displayed whole, so it cannot be decided here:* ${why}.`);
