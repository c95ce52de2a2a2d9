import type { Inline, Style } from './flow.ts';

const MARKS = /[\uE000\uE001]/g;
const PLACEHOLDER = /(\uE000\d+\uE001)/;

export interface Grammar {
  /** Finds what styling must not reach into: code, links, mentions. Global. */
  atom: RegExp;
  /** Undefined leaves the match as ordinary text. */
  readAtom: (match: RegExpExecArray) => Inline | undefined;
  /** Global, one named group per style around what is styled; a digit after the name tells twins apart. */
  styles: RegExp;
  /** The last touch on text that nothing else claimed. */
  finish: (text: string) => string;
}

/** Atoms go out first and come back last, so that a marker inside a link or in code is never taken for styling. */
export function readInline(source: string, grammar: Grammar): readonly Inline[] {
  const masked = maskAtoms(source.replaceAll(MARKS, ''), grammar);
  const unmask = (text: string): readonly Inline[] =>
    text.split(PLACEHOLDER).flatMap((part) => masked.atoms.get(part) ?? readLines(part, grammar.finish));
  return readStyles(masked.text, grammar.styles, unmask);
}

function maskAtoms(source: string, { atom, readAtom }: Grammar): { text: string; atoms: Map<string, Inline> } {
  const atoms = new Map<string, Inline>();
  const parts: string[] = [];
  let end = 0; // where the last atom ended
  for (const match of source.matchAll(atom)) {
    const found = readAtom(match);
    if (found === undefined) continue;
    const placeholder = `\uE000${atoms.size}\uE001`;
    atoms.set(placeholder, found);
    parts.push(source.slice(end, match.index), placeholder);
    end = match.index + match[0].length;
  }
  return { text: [...parts, source.slice(end)].join(''), atoms };
}

/** Recursion ends: what is inside a style never holds that style's own marker. */
function readStyles(text: string, styles: RegExp, leaf: (text: string) => readonly Inline[]): readonly Inline[] {
  const spans: Inline[] = [];
  let end = 0; // where the last span ended
  for (const match of text.matchAll(styles)) {
    const [name = '', inside = ''] = Object.entries(match.groups ?? {}).find(([, group]) => group !== undefined) ?? [];
    spans.push(...leaf(text.slice(end, match.index)));
    spans.push({ kind: 'styled', style: styleOf(name), children: readStyles(inside, styles, leaf) });
    end = match.index + match[0].length;
  }
  return [...spans, ...leaf(text.slice(end))];
}

function styleOf(group: string): Style {
  if (group.startsWith('bold')) return 'bold';
  return group.startsWith('italic') ? 'italic' : 'strike';
}

function readLines(text: string, finish: (text: string) => string): readonly Inline[] {
  return text.split('\n').flatMap((line, index): readonly Inline[] => {
    const words: readonly Inline[] = line === '' ? [] : [{ kind: 'text', text: finish(line) }];
    return index === 0 ? words : [{ kind: 'break' }, ...words];
  });
}
