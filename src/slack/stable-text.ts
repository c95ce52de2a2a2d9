/**
 * As much of a Markdown text that is still being written as nothing that follows can change the meaning of: up to the last
 * end of a line or sentence at which no bracket, link, token, code or emphasis is open. Rows of a table wait for its end.
 */
export function stableText(markdown: string): string {
  const lines = markdown.split('\n');
  const { kept } = lines.reduce((reading, line, index) => readLine(reading, line, index < lines.length - 1), BEGIN);
  return markdown.slice(0, kept).trimEnd();
}

/** How much stands open: brackets until they are closed, emphasis and code in their paragraph, `<` and `](` on their line. */
interface Open {
  brackets: number;
  emphasis: Record<string, number>;
  targets: number;
}

interface Reading {
  /** Where the line begins. */
  at: number;
  /** So many characters are stable. */
  kept: number;
  /** Within a fence. */
  isCode: boolean;
  open: Open;
}
const BEGIN: Reading = { at: 0, kept: 0, isCode: false, open: { brackets: 0, emphasis: {}, targets: 0 } };

const FENCE = /^ {0,3}```/;
const TABLE_ROW = /^\s*\|/;
/** A sentence ends behind a word, not behind the number of a list's item; `_` within a word and `*` beside a space mean nothing. */
const PART = new RegExp(
  [
    '(?<end>(?<=[\\p{L}\\p{N})\\]"\'*_`%]{2}[.!?…]{1,3}["\'”’)*_`]{0,4})\\s|[。！？])',
    '\\]\\(?|[[)<>]|`+|~~',
    '(?<![\\p{L}\\p{N}_])_{1,3}|_{1,3}(?![\\p{L}\\p{N}_])',
    '(?<![\\s*]|^)\\*{1,3}|\\*{1,3}(?![\\s*])',
  ].join('|'),
  'gu',
);

function readLine(before: Reading, line: string, isComplete: boolean): Reading {
  const { at, isCode } = before;
  const isFence = FENCE.test(line);
  const isTable = !isCode && TABLE_ROW.test(line);
  const begun = { ...before, open: openAt(before.open, isFence || line.trim() === '') };
  const { open, kept } = isFence ? begun : readParts(begun, line, !isTable);
  return {
    at: at + line.length + 1,
    kept: isComplete && !isTable && isClosed(open) ? at + line.length : kept,
    isCode: isFence ? !isCode : isCode,
    open,
  };
}

/** When a line begins; a paragraph ends at a blank line or a fence. */
const openAt = ({ brackets, emphasis }: Open, isNewParagraph: boolean): Open => ({
  brackets,
  targets: 0,
  emphasis: isNewParagraph ? {} : emphasis,
});

function readParts(
  { at, isCode, ...before }: Reading,
  line: string,
  hasSentences: boolean,
): Pick<Reading, 'open' | 'kept'> {
  let { open, kept } = before; // after the part being read
  for (const { 0: found, index, groups } of line.matchAll(PART)) {
    if (groups?.['end'] === undefined) open = withMark(open, found, isCode);
    else if (hasSentences && !isCode && isClosed(open)) kept = at + index + found.trim().length;
  }
  return { open, kept };
}

function withMark(open: Open, mark: string, isCode: boolean): Open {
  switch (mark) {
    case '[':
      return { ...open, brackets: open.brackets + 1 };
    case ']':
      return { ...open, brackets: Math.max(open.brackets - 1, 0) };
    case '](':
      return { ...open, brackets: Math.max(open.brackets - 1, 0), targets: 1 };
    case '<':
      return { ...open, targets: 1 };
    case '>':
    case ')':
      return { ...open, targets: 0 };
    default:
      return isCode ? open : { ...open, emphasis: { ...open.emphasis, [mark]: (open.emphasis[mark] ?? 0) + 1 } };
  }
}

const isClosed = ({ brackets, targets, emphasis }: Open): boolean =>
  brackets + targets === 0 && Object.values(emphasis).every((count) => count % 2 === 0);
