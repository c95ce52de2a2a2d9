import { subjectOf } from '../approvals/report/outcome-words.ts';
import { A_COLLEAGUE_CHECKS } from '../approvals/report/sentences.ts';
import type { Item } from '../domain/conversation.ts';
import type { Step } from '../ports/model.ts';
import { LONGEST_WORDS } from './turn-limits.ts';
import type { Turn } from './turn.ts';
import { beginningOf, wholeSentences } from './whole-sentences.ts';

/** To a person whose message the model could not be asked about. */
export const OUTAGE =
  "I'm sorry, I can't think straight right now: my language model doesn't answer. Your message is safe; please try again in a few minutes, or ask for a person.";
const TOO_LONG =
  "I'm sorry, I couldn't finish this in a reasonable number of steps. Could you ask for one thing at a time, or would you like a person to take over?";
const TOO_SLOW =
  "I'm sorry, this is taking me far too long, so I've stopped here. Please try again in a few minutes, or tell me if you'd like a person to take over.";
/** To a person whose message the model has answered with nothing, twice. */
export const NO_ANSWER =
  "I'm sorry, I have no answer to that. Could you put it in other words, or would you like a person to take over?";
const CUT =
  "I'm sorry, my answer got too long and is cut short here. Please ask me for one thing at a time, and I'll go on.";
const SHORTENED = "My answer got too long, so I've shortened it here; ask me for one thing at a time, and I'll go on.";
const REFUSED = "I'm sorry, I can't help with that. If you'd like to talk to a person about it, just tell me.";
const FILTERED =
  "I'm sorry, I couldn't put an answer to that together. Could you say it differently, or would you like a person to take over?";
const OVER_LIMIT =
  "That is as much as I can ask my colleagues for at the moment, so I've left the rest. If it can't wait, I'll bring in a person.";
const CALLED = "I've called a colleague, who will answer you here.";

/** What was asked for before the model was lost stays asked for: asking again would be refused. */
export function outageWords(turn: Turn, isFollowUp: boolean): string {
  if (turn.opened.length > 0 || turn.handOffs.length > 0) return begunBy(turn);
  return isFollowUp ? '' : OUTAGE;
}

export const tooLongWords = (turn: Turn): string => `${begunBy(turn)} ${TOO_LONG}`.trim();

/** The turn was broken off. */
export const tooSlowWords = (turn: Turn, isFollowUp: boolean): string =>
  paragraphs(begunBy(turn), isFollowUp ? '' : TOO_SLOW);

/** A whole answer, as much of it as people read. */
export const answerWords = (text: string): string =>
  text.length <= LONGEST_WORDS ? text : paragraphs(beginningOf(text, LONGEST_WORDS), SHORTENED);

/** What there is of an answer that is not whole; of one that was refused or filtered, nothing is repeated. */
export function brokenWords(
  turn: Turn,
  { text, ending }: { text: string; ending: NonNullable<Step['ending']> },
  isFollowUp: boolean,
): string {
  const kept = ending === 'cut' ? wholeSentences(beginningOf(text, LONGEST_WORDS)) : '';
  return paragraphs(begunBy(turn), kept, isFollowUp && kept === '' ? '' : BROKEN[ending]);
}

const BROKEN = { cut: CUT, refused: REFUSED, filtered: FILTERED };

/** Where the model has nothing to say, but the person would be left to wonder. The limit is told once, until something else was said. */
export function unsaidWords({ opened, handOffs, isOverLimit }: Turn, before: readonly Item[]): string {
  const isWaiting = opened.some(({ status }) => status === 'pending');
  const lastSaid = before.findLast((item) => item.kind === 'assistant');
  const isTold = lastSaid?.kind === 'assistant' && lastSaid.text.endsWith(OVER_LIMIT);
  return [
    ...(isWaiting ? [A_COLLEAGUE_CHECKS] : []),
    ...(handOffs.length > 0 ? [CALLED] : []),
    ...(isOverLimit && !isTold ? [OVER_LIMIT] : []),
  ].join(' ');
}

/** What goes on whatever becomes of the turn. What is asked of the person themselves has its own words and buttons. */
function begunBy({ opened, handOffs }: Turn): string {
  const asked = opened.filter(({ status }) => status !== 'prepared');
  return [
    ...(asked.length > 0 ? [`I've asked for ${subjectOf(asked)}, and will write here how it ends.`] : []),
    ...(handOffs.length > 0 ? [CALLED] : []),
  ].join(' ');
}

const paragraphs = (...texts: readonly string[]): string => texts.filter((text) => text !== '').join('\n\n');
