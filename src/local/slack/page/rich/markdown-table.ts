import type { Flow } from './flow.ts';

const SEPARATOR = /^ *\|? *:?-+:? *(?:\| *:?-+:? *)*\|? *$/;

/** A table becomes aligned text: it stays readable at any width and needs no layout of its own. */
export function readTable(lines: readonly string[], at: number): { flow: Flow; next: number } | undefined {
  const isTable = (lines[at] ?? '').includes('|') && SEPARATOR.test(lines[at + 1] ?? '');
  if (!isTable) return undefined;
  const end = lines.findIndex((line, index) => index > at + 1 && !line.includes('|'));
  const next = end < 0 ? lines.length : end;
  const rows = [at, ...range(at + 2, next)].map((index) => cellsOf(lines[index] ?? ''));
  return { flow: { kind: 'pre', text: align(rows) }, next };
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const draw = (row: readonly string[]): string =>
    widths
      .map((width, column) => (row[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [draw(head), widths.map((width) => '─'.repeat(width)).join('  '), ...body.map(draw)].join('\n');
}

const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim().replaceAll(/[*`]/g, ''));

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from }, (_, index) => from + index);
