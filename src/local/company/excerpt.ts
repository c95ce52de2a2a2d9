import { overlap } from './words.ts';

const EXCERPT_LENGTH = 320;

/** The sentence that has most of the wanted stems, with the one after it when both are short. Plain text. */
export function excerptOf(markdown: string, wanted: ReadonlySet<string>): string {
  const sentences = sentencesOf(markdown);
  const hits = sentences.map((sentence) => overlap(wanted, sentence));
  const best = hits.indexOf(Math.max(...hits));
  const [first = '', second = ''] = sentences.slice(best);
  const both = `${first} ${second}`.trim();
  return both.length <= EXCERPT_LENGTH ? both : first;
}

function sentencesOf(markdown: string): readonly string[] {
  const lines = markdown.split('\n').filter((line) => /^[^#|]/.test(line.trim()));
  return lines.flatMap((line) => plain(line).split(/(?<=[.!?])\s+(?=\p{Lu})/u));
}

/** Without list marks, emphasis and link targets. */
const plain = (line: string): string =>
  line
    .replace(/^\s*(?:[-*]|\d+\.)\s+/, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/\*\*|[`_]/g, '')
    .trim();
