import { readMarkdownInline } from './markdown-inline.ts';
import { readTable } from './markdown-table.ts';
import type { Flow } from './flow.ts';

/** Reads the part of CommonMark that chat needs; HTML stays visible text. */
export function readMarkdown(source: string): readonly Flow[] {
  return readFlows(source.replaceAll('\r\n', '\n').split('\n'), 0);
}

interface Taken {
  flow: Flow;
  next: number; // the line after it
}

type Reader = (lines: readonly string[], at: number, depth: number) => Taken | undefined;

/** Deeper quotes and lists are shown as plain text: nobody reads them, and the stack is finite. */
const MAX_DEPTH = 8;
const ITEM = /^(?<indent> {0,12})(?<marker>[-*+]|\d{1,9}[.)])(?: +(?<text>.*))?$/;

function readFlows(lines: readonly string[], depth: number): readonly Flow[] {
  const readers = depth < MAX_DEPTH ? [fence, heading, rule, quote, list, readTable, paragraph] : [fence, paragraph];
  const flows: Flow[] = [];
  let at = 0; // the line being read
  while (at < lines.length) {
    const taken = isBlank(lines[at]) ? undefined : firstOf(readers, lines, at, depth);
    if (taken) flows.push(taken.flow);
    at = taken?.next ?? at + 1;
  }
  return flows;
}

function firstOf(readers: readonly Reader[], lines: readonly string[], at: number, depth: number): Taken | undefined {
  for (const read of readers) {
    const taken = read(lines, at, depth);
    if (taken) return taken;
  }
  return undefined;
}

const fence: Reader = (lines, at) => {
  const mark = /^ {0,3}(`{3,}|~{3,})/.exec(lines[at] ?? '')?.[1];
  if (mark === undefined) return undefined;
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  const next = end < 0 ? lines.length : end;
  return { flow: { kind: 'pre', text: lines.slice(at + 1, next).join('\n') }, next: next + 1 };
};

const heading: Reader = (lines, at) => {
  const match = /^ {0,3}(#{1,6})(?: +(.*))?$/.exec(lines[at] ?? '');
  if (!match) return undefined;
  const text = (match[2] ?? '').replace(/#+ *$/, '').trim();
  return { flow: { kind: 'heading', level: match[1]?.length ?? 1, children: readMarkdownInline(text) }, next: at + 1 };
};

const rule: Reader = (lines, at) =>
  /^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$/.test(lines[at] ?? '')
    ? { flow: { kind: 'rule' }, next: at + 1 }
    : undefined;

const quote: Reader = (lines, at, depth) => {
  const next = endOf(lines, at, (line) => /^ {0,3}>/.test(line));
  if (next === at) return undefined;
  const inside = lines.slice(at, next).map((line) => line.replace(/^ {0,3}> ?/, ''));
  return { flow: { kind: 'quote', children: readFlows(inside, depth + 1) }, next };
};

const list: Reader = (lines, at, depth) => {
  const first = ITEM.exec(lines[at] ?? '')?.groups;
  if (!first) return undefined;
  const indent = first['indent']?.length ?? 0;
  const next = endOf(lines, at, (line) => indentOf(line) > indent || isItemAt(line, indent));
  const items = splitItems(lines.slice(at, next), indent).map((item) => readFlows(item, depth + 1));
  const start = Number.parseInt(first['marker'] ?? '', 10);
  return { flow: { kind: 'list', ordered: !Number.isNaN(start), start: Number.isNaN(start) ? 1 : start, items }, next };
};

const paragraph: Reader = (lines, at, depth) => {
  const next = endOf(lines, at, (line, index) => index === at || !(isBlank(line) || interrupts(lines, index, depth)));
  const text = lines.slice(at, next).map((line) => line.trim());
  return { flow: { kind: 'paragraph', children: readMarkdownInline(text.join('\n')) }, next };
};

function interrupts(lines: readonly string[], at: number, depth: number): boolean {
  const isQuoteOrItem = depth < MAX_DEPTH && /^ {0,3}(?:>|[-*+] |\d{1,9}[.)] )/.test(lines[at] ?? '');
  return isQuoteOrItem || /^ {0,3}(?:#{1,6} |`{3}|~{3})/.test(lines[at] ?? '');
}

/** Each item's own lines, without its marker and its indentation. */
function splitItems(lines: readonly string[], indent: number): readonly (readonly string[])[] {
  const items: string[][] = [];
  for (const line of lines) {
    if (isItemAt(line, indent)) items.push([ITEM.exec(line)?.groups?.['text'] ?? '']);
    else items.at(-1)?.push(line.slice(Math.min(indentOf(line), indent + 2)));
  }
  return items;
}

const isItemAt = (line: string, indent: number): boolean => ITEM.exec(line)?.groups?.['indent']?.length === indent;
const indentOf = (line: string): number => (isBlank(line) ? 0 : line.length - line.trimStart().length);
const isBlank = (line: string | undefined): boolean => line === undefined || line.trim() === '';

function endOf(lines: readonly string[], at: number, belongs: (line: string, index: number) => boolean): number {
  const end = lines.findIndex((line, index) => index >= at && !belongs(line, index));
  return end < 0 ? lines.length : end;
}
