import type { Approval } from '../../../domain/approval.ts';
import type { Decision, Question } from '../../../domain/ledger.ts';
import { statementsOf } from '../../../domain/testimony.ts';
import type { Block } from '../block-kit.ts';
import { editLine } from '../card-parts.ts';
import { NAME_TEXT, PHRASE_TEXT } from '../limits.ts';
import { inQuotes, statementWords } from '../phrases.ts';
import { decider } from '../requirement-words.ts';
import { dayAndClock, mention } from '../slack-tokens.ts';
import { mrkdwn } from '../text.ts';
import { markupSections, plainSections } from '../pack.ts';

/** What people did with it, in the order of its life. */
export function historyOf(approval: Approval): readonly Block[] {
  const edited = editLine(approval);
  const lines = [
    `*History*`,
    `Asked for by ${mention(approval.requester.slackUser)} ${dayAndClock(approval.openedAt)}`,
    ...(edited === undefined || !approval.editor ? [] : [`${edited} ${dayAndClock(approval.editor.at)}`]),
    ...approval.questions.map(questionLine),
    ...approval.decisions.map(decisionLine),
    ...statementsOf(approval).map((statement) => statementWords(statement, PHRASE_TEXT)),
  ];
  return [...markupSections(lines), ...toldBlocks(approval)];
}

const questionLine = ({ text, slackUser, at, answer }: Question): string =>
  `${mention(slackUser)} asked ${dayAndClock(at)}${inQuotes(text, PHRASE_TEXT)}: ${
    answer === undefined ? 'not answered yet' : `answered${inQuotes(answer, PHRASE_TEXT)}`
  }`;

const decisionLine = (decision: Decision): string =>
  `${decision.verdict === 'approve' ? '✓ Approved' : '✗ Rejected'} by ${decider(decision)}${
    decision.role === undefined ? '' : ` (${decision.role})`
  } ${dayAndClock(decision.at)}${inQuotes(decision.note, PHRASE_TEXT)}`;

/** What colleagues wrote to the person, whole. */
function toldBlocks(approval: Approval): readonly Block[] {
  const rejected = approval.status === 'rejected' ? approval.rejection?.said : undefined;
  return [
    ...toldBlock('*Note to the person*', approval.noteToRequester),
    ...toldBlock('*Message to the person*', rejected),
  ];
}

const toldBlock = (title: string, words: string | undefined): readonly Block[] =>
  words === undefined || words.trim() === '' ? [] : [...markupSections([title]), ...plainSections([words])];

/** Other requests for the same customer, with what became of them. */
export function earlierBlocks(earlier: readonly Approval[]): readonly Block[] {
  const lines = earlier.map(
    ({ id, proposal, status, openedAt }) =>
      `${id} · ${mrkdwn(proposal.words.effect, NAME_TEXT)} · ${status} · ${dayAndClock(openedAt)}`,
  );
  return markupSections(['*Other requests for this customer*', ...(lines.length === 0 ? ['None.'] : lines)]);
}
