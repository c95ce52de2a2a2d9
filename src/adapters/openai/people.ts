import type { Item, Speaker } from '../../domain/conversation.ts';
import { visibleText } from '../../domain/visible-text.ts';

const DELETED = '(deleted)';
const CHANGED = ' (changed an earlier message, which now reads)';

/** Who wrote, and their words as they are, between fences when there is a fence. */
export function personMessage(
  { kind, by, text, redacted }: Extract<Item, { kind: 'person' | 'edited' }>,
  fence: string | undefined,
): string {
  const from = `From: ${by.external ? 'guest' : by.role}${nameOf(by)}${kind === 'edited' ? CHANGED : ''}`;
  const words = redacted ? DELETED : text;
  if (!fence) return `${from}\n\n${words}`;
  const mark = markFor(words, fence);
  return `${from}\n<<<${mark}\n${words}\n${mark}>>>`;
}

/** One that does not stand in the words, even if somebody has guessed the fence. */
const markFor = (words: string, fence: string, mark = fence): string =>
  words.includes(mark) ? markFor(words, fence, mark + fence) : mark;

function nameOf({ name = '' }: Speaker): string {
  const harmless = harmlessName(name);
  return harmless === '' ? '' : ` "${harmless}"`;
}

/** As much of a name as is shown, in characters. */
const BEGINNING = /^.{0,60}/u;
/** What the line of the sender is made of, and what looks like it. */
const SIGNS = /[`<>[\]\u2329\u232a\u27e8-\u27eb\u3008-\u3011\p{Quotation_Mark}]/gu;

/** People choose their own names: one short line without any sign that means something here. */
function harmlessName(name: string): string {
  const line = visibleText(name.normalize('NFKC'))
    .replaceAll(SIGNS, (sign) => (sign === "'" || sign === APOSTROPHE ? APOSTROPHE : ''))
    .replaceAll(/\s+/g, ' ')
    .trim();
  return (BEGINNING.exec(line)?.[0] ?? '').trim();
}

/** Part of many names; nothing here is quoted by it. */
const APOSTROPHE = '\u2019';
