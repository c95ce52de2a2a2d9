import { plainSection, section } from './block-kit.ts';
import type { Block } from './block-kit.ts';
import { DETAIL_SECTIONS, SECTION_TEXT } from './limits.ts';
import { plain, slackLength } from './text.ts';

/** Foreign text, in pieces that a section holds; of a very long one only the beginning. */
export function pieces(text: string): readonly string[] {
  const cut: string[] = [];
  for (let rest = Array.from(text); rest.length > 0 && cut.length < DETAIL_SECTIONS;) {
    const count = longest(rest);
    cut.push(rest.slice(0, count).join(''));
    rest = rest.slice(count);
  }
  return cut;
}

/** Characters at the beginning that a section holds, escaped. */
function longest(characters: readonly string[]): number {
  let room = SECTION_TEXT; // shrinks with each character
  const over = characters.findIndex((character) => (room -= slackLength(character)) < 0);
  return over < 0 ? characters.length : over;
}

/** Lines of ours, together as far as a section holds them. */
export const markupSections = (lines: readonly string[]): readonly Block[] =>
  packed(lines, (line) => line.length).map(section);

/** Foreign lines, shown character by character. */
export const plainSections = (lines: readonly string[]): readonly Block[] =>
  packed(
    lines.flatMap((line) => pieces(plain(line, Infinity))),
    slackLength,
  ).map(plainSection);

function packed(lines: readonly string[], size: (line: string) => number): readonly string[] {
  const sections: string[] = [];
  for (const line of lines) {
    const last = sections.at(-1);
    const joined = last === undefined ? line : `${last}\n${line}`;
    if (last !== undefined && size(joined) <= SECTION_TEXT) sections.splice(-1, 1, joined);
    else sections.push(line);
  }
  return sections.slice(0, DETAIL_SECTIONS);
}
