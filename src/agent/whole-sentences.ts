/** All of a text that is not longer; else its beginning, which ends with a whole sentence or line if one ends in its second half. */
export function beginningOf(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const head = text.slice(0, longest);
  const whole = wholeSentences(head);
  return whole.length > longest / 2 ? whole : closed(`${head.replace(HALF_CHARACTER, '')}…`);
}

const HALF_CHARACTER = /[\uD800-\uDBFF]$/;

/** A text that was cut somewhere, up to its last whole sentence or line; empty when it has none. */
export function wholeSentences(text: string): string {
  const sentences = TO_LAST_SENTENCE.exec(text)?.[0].length ?? 0;
  return closed(text.slice(0, Math.max(text.lastIndexOf('\n'), sentences)).trimEnd());
}

/** What follows must not become part of a code block that was not ended. */
function closed(text: string): string {
  const isOpen = (text.match(/^```/gm) ?? []).length % 2 === 1;
  return isOpen ? `${text}\n\`\`\`` : text;
}

/** Its end may stand in quotes, brackets or emphasis. The number of a list ends none, nor does what may be half a number. */
const TO_LAST_SENTENCE =
  /^.*(?:(?:(?<!(?:^|\n)\s*\d+)[.!?…]["'”’»)\]*_]*\s)|(?:(?<!\d)[.!?…]["'”’»)\]*_]*$)|[。！？])/su;
