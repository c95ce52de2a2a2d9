import { cut } from '../tools/fields.ts';
import { idsIn } from './written-ids.ts';

/** In characters; the second for what is kept word by word, the third for ids of one message. */
const SHORT = 160;
const LONGEST = 700;
const LONGEST_IDS = 160;

/** Stands where somebody wrote something that is not remembered any more. */
export const WORDS_GONE = '…';

/** The beginning of what a person wrote, and in a line below it the ids that stood behind. */
export function shortWords(text: string): string {
  const isShort = text.length <= SHORT || isShortened(text);
  return isShort ? text : withIds(beginningOf(text), idsIn(text));
}

/** Without those that stand in the beginning, and without what is too much. */
export function withIds(beginning: string, ids: readonly string[]): string {
  let room = LONGEST_IDS;
  const behind = ids.filter((id) => !beginning.includes(id) && (room -= id.length + BETWEEN.length) >= 0);
  return behind.length === 0 ? beginning : `${beginning}\n${behind.join(BETWEEN)}`;
}

/** Nothing of what was written is left, or ids alone. */
export const isGone = (text: string): boolean =>
  text === WORDS_GONE || (text.startsWith(`${WORDS_GONE}\n`) && isShortened(text));

const BETWEEN = ', ';

function isShortened(text: string): boolean {
  const end = text.lastIndexOf('…\n');
  const ids = text.slice(end + 2);
  return end >= 0 && end < SHORT * 2 && ids.length <= LONGEST_IDS && idsIn(ids).join(BETWEEN) === ids;
}

/** An id that the end would cut in two is none of it. */
function beginningOf(text: string): string {
  const beginning = cut(text, SHORT);
  const end = Math.max(beginning.lastIndexOf(' '), beginning.lastIndexOf('\n')) + 1;
  const isWhole = /\s/.test(text.charAt(beginning.length - 1)) || !/[\d@_-]/.test(beginning.slice(end));
  return isWhole || end < SHORT / 2 ? beginning : `${beginning.slice(0, end)}…`;
}

/** An outcome that the bot noted, whole unless it is a story. */
export const shortNote = (text: string): string => cut(text, LONGEST);

/** The beginning of an answer, and every sentence in it that promises something or says how something stands. */
export function shortAnswer(text: string): string {
  if (text.length <= SHORT) return text;
  let room = SHORT; // for what says neither
  const parts = sentencesIn(text).flatMap((sentence) => {
    if (isBinding(sentence)) return [sentence];
    room -= sentence.length;
    return room >= 0 ? [sentence] : ['…'];
  });
  const kept = parts.filter((part, index) => part !== '…' || parts[index - 1] !== '…');
  return kept.every((part) => part === '…') ? shortWords(text) : cut(kept.join(' '), LONGEST);
}

export const sentencesIn = (text: string): readonly string[] => text.split(SENTENCE_END);

/** Not in `Nov. 21`. */
const SENTENCE_END = /(?<=[.!?…])\s+(?!\d)|\n+/;

/** Ids, amounts, dates, and the words of a promise. Lengths have an end, so that no text takes long to read. */
const BINDING: readonly RegExp[] = [
  /\bapr_[a-z0-9]+/,
  /\p{L}{2}[-_#][\p{L}\p{N}_-]{0,40}\d/u,
  /[$€£¥]\s?\d|\d[.,]\d{2}\b|\b\d[\d.,]{0,15}\s?(?:[A-Z]{3}|%)(?![A-Za-z])/,
  /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]/,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d|\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)/,
  /\bI(?:['’]ve| have) (?:asked|requested|opened|sent|called)\b|\b(?:I|we)(?:['’]ll| will)\b|\bwill be\b|\b(?:has|have) been\b/i,
];

const isBinding = (sentence: string): boolean => BINDING.some((words) => words.test(sentence));
