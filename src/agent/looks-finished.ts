/** Longer texts were thought over, in characters. */
const LONG = 200;
const FEW_WORDS = 4;

/** `ORD-12345`, `TKT_001`, `cust_123`, `SKU-1`; and e-mail addresses. */
const RECORD = /\b[A-Za-z]{2,6}[-_][A-Za-z]{0,6}-?\d{1,12}\b|[^\s@]+@[^\s@]+\.[^\s@]+/;
/** A question or an exclamation, behind which a word or two, quotes and brackets may stand. */
const QUESTION = /[?!？！][^?!？！.。\n]{0,30}$/u;
const STATEMENT = /[.,;:…。，；：]["'”’»)\]}*_`]*$/u;

/** Whether somebody who wrote this seems to wait for an answer now; false: they may well go on in a moment. */
export function looksFinished(text: string): boolean {
  const said = text.trim();
  if (said.length > LONG) return true;
  return QUESTION.test(said)
    ? RECORD.test(said) || countWords(said) >= FEW_WORDS
    : RECORD.test(said) && !STATEMENT.test(said);
}

/** A character of a script without spaces counts as half a word. */
function countWords(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu) ?? [];
  return text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word)).length + Math.floor(unspaced.length / 2);
}
