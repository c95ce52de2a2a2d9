const GRAMMAR_WORDS = new Set(
  `a about actually again all also am an and another any are as at be because been but by came can cannot could did do does
  don't for from get give go got had has have hello help hey hi how i i'd i'll i'm i've if in is it it's just know left like
  look me much my need no not now of off on one or our out please see so some tell thanks that the their them then there these
  they thing this those to today up us want we was were what what's when where which who why will with would yet you your`.split(
    /\s+/,
  ),
);

/** They carry meaning for a help page, and none for telling one order or product from another. */
const SHOP_WORDS = new Set(
  `arrived available back before broken buy check cost customer damaged everything first half item items last latest many money
  new number order ordered package parcel price product recent refund return same second send sent should still stock third whole`.split(
    /\s+/,
  ),
);

/** The words that name a topic, in order, lower case, without endings. */
export const topicWords = (text: string): readonly string[] =>
  wordsOf(text)
    .filter((word) => !GRAMMAR_WORDS.has(word))
    .map(stem);

/** The words that name a thing: no topic that every order has in common. */
export const contentWords = (text: string): readonly string[] => wordsOf(text).filter(namesThing).map(stem);

/** As `contentWords`, but as the person wrote them: for a search box. */
export const searchWords = (text: string): string => wordsOf(text).filter(namesThing).join(' ');

const namesThing = (word: string): boolean => !GRAMMAR_WORDS.has(word) && !SHOP_WORDS.has(word);

/** How many different content words of `wanted` occur in `text`. */
export const overlap = (wanted: string, text: string): number => shared(contentWords(wanted), contentWords(text));

/** How many different topic words of `wanted` occur in `text`. */
export const topicOverlap = (wanted: string, text: string): number => shared(topicWords(wanted), topicWords(text));

function shared(wanted: readonly string[], there: readonly string[]): number {
  const known = new Set(there);
  return new Set(wanted.filter((word) => known.has(word))).size;
}

/** One line, at most `length` characters. */
export function shorten(text: string, length: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`;
}

const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .match(/[\p{L}\p{N}][\p{L}\p{N}'-]*/gu) ?? [];

const stem = (word: string): string => word.replace(/(?<=\p{L}{3})(?:'s|ies|ing|ed|es|s|y|e)$/u, '');
