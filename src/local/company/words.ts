/** Words that carry no topic in a question to a shop. */
const STOP_WORDS = new Set(
  `a about after again all also am an and any are as at be because been but by can could did do does for from get got had
  has have he hello help her here hey hi him his how i if in into is it its just know let like may me might my need no
  not of on one or our out over please she should so some tell thank thanks that the their them then there these they
  this those to too up us very want was we well were what which who why will with would you your im ive id
  dont doesnt cant couldnt didnt isnt wont whats`.split(/\s+/),
);

/** The words that carry a topic, in lower case and in order. */
export function topicWords(text: string): readonly string[] {
  const words =
    text
      .toLowerCase()
      .replaceAll(/['’]/g, '')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word));
}

/** Takes the commonest English endings off, so that `mugs`, `shipped` and `shipping` meet `mug` and `ship`. */
export function stem(word: string): string {
  if (word.length < 4) return word;
  const bare = word.replace(/(?:ies|y)$/, 'i').replace(/(?:ing|ed|es|s|e)$/, '');
  return bare.replace(/([bdgmnprt])\1$/, '$1');
}

export const stemsOf = (text: string): ReadonlySet<string> => new Set(topicWords(text).map(stem));

/** How many of the wanted stems are in the text. */
export function overlap(wanted: ReadonlySet<string>, text: string): number {
  const stems = stemsOf(text);
  return [...wanted].filter((word) => stems.has(word)).length;
}
