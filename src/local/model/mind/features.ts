const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+\.[\w.]+/g, ' emailaddress '],
  [/\bapr_[a-z0-9]+/gi, ' requestid '],
  [/\btkt[_-]?\d+/gi, ' ticketid '],
  [/\bcust_\w+|\b[a-z]+_[a-z]+_\d+/gi, ' customerid '],
  [/\bord[- ]?\d+|#\w*\d{3,}|\bw\d{5,}/gi, ' orderid '],
  [/[$€£]\s?\d[\d.,]*|\b\d[\d.,]* ?(?:usd|eur|gbp|dollars?|euros?|pounds?)\b/gi, ' moneyamount '],
  [/\d+/g, ' number '],
];

/** Words, pairs of words and character 3- and 4-grams, each once; ids and amounts count as what they are, not as their digits. */
export function featuresOf(text: string): ReadonlySet<string> {
  const plain = PLACEHOLDERS.reduce((rest, [pattern, name]) => rest.replace(pattern, name), text.slice(0, 2000));
  const words =
    plain
      .toLowerCase()
      .replaceAll('’', "'")
      .match(/[\p{L}']+/gu) ?? [];
  const line = ` ${words.join(' ')} `;
  return new Set([
    ...words.map((word) => `word:${word}`),
    ...words.slice(1).map((word, index) => `pair:${words[index]} ${word}`),
    ...gramsOf(line, 3),
    ...gramsOf(line, 4),
  ]);
}

const gramsOf = (line: string, size: number): readonly string[] =>
  Array.from({ length: Math.max(0, line.length - size + 1) }, (_, start) => line.slice(start, start + size));
