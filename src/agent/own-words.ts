import { subjectOf } from '../approvals/report/outcome-words.ts';
import { A_COLLEAGUE_CHECKS } from '../approvals/report/sentences.ts';
import type { Item } from '../domain/conversation.ts';
import type { Turn } from './turn.ts';

const OUTAGE =
  "I'm sorry, I can't think straight right now: my language model doesn't answer. Your message is safe; please try again in a few minutes, or ask for a person.";
const TOO_LONG =
  "I'm sorry, I couldn't finish this in a reasonable number of steps. Could you ask for one thing at a time, or would you like a person to take over?";
const OVER_LIMIT =
  "That is as much as I can ask my colleagues for at the moment, so I've left the rest. If it can't wait, I'll bring in a person.";

/** What was asked for before the model was lost stays asked for: asking again would be refused. */
export function outageWords({ opened }: Turn, isFollowUp: boolean): string {
  if (opened.length > 0) return askedFor(opened);
  return isFollowUp ? '' : OUTAGE;
}

export const tooLongWords = ({ opened }: Turn): string => `${askedFor(opened)} ${TOO_LONG}`.trim();

/** Where the model has nothing to say, but the person would be left to wonder. The limit is told once, until something else was said. */
export function unsaidWords({ opened, isOverLimit }: Turn, before: readonly Item[]): string {
  const isWaiting = opened.some(({ status }) => status === 'pending');
  const lastSaid = before.findLast((item) => item.kind === 'assistant');
  const isTold = lastSaid?.kind === 'assistant' && lastSaid.text.endsWith(OVER_LIMIT);
  return [...(isWaiting ? [A_COLLEAGUE_CHECKS] : []), ...(isOverLimit && !isTold ? [OVER_LIMIT] : [])].join(' ');
}

/** What is asked of the person themselves has its own words and buttons. */
function askedFor(opened: Turn['opened']): string {
  const asked = opened.filter(({ status }) => status !== 'prepared');
  return asked.length === 0 ? '' : `I've asked for ${subjectOf(asked)}, and will write here how it ends.`;
}
