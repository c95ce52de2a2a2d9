import { orderIds } from '../slots.ts';

/** "To order 2 mugs" leads to no place. */
const BEFORE_ADDRESS =
  /\b(?:to(?!\s+(?:order|reorder|buy|get|purchase|have|return|cancel|send)\b)|at|is|now)\s+|:\s*/gi;

/** The postal address in the words, as written: what follows the last "to" that a number follows, or a whole later line. */
export function addressIn(words: string): string | undefined {
  const lines = words.split('\n');
  const found = lines.map(
    (line, index) => addressInLine(line) ?? (index > 0 && isAddress(line) ? tidy(line) : undefined),
  );
  return found.findLast((address) => address !== undefined);
}

function addressInLine(line: string): string | undefined {
  const starts = [...line.matchAll(BEFORE_ADDRESS)].map((match) => match.index + match[0].length);
  return starts.map((start) => tidy(line.slice(start))).findLast(isAddress);
}

const isAddress = (text: string): boolean => /\d/.test(text) && /\p{L}{2}/u.test(text) && orderIds(text).length === 0;

/** Without what follows the sentence, and without politeness. A dot after a short word ("St.") ends no sentence. */
const tidy = (text: string): string =>
  text
    .replace(/(?<=\p{L}{4}|\d)[.!?](?:\s.*)?$/u, '')
    .replace(/[,\s]*\b(?:please|instead|thanks|thank you)\b[.!\s]*$/i, '')
    .trim();
