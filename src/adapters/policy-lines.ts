import type * as Yaml from 'yaml';

/** A YAML document and where everything stands in it. The package is handed in, because it is loaded late. */
export interface Place {
  yaml: typeof Yaml;
  document: Yaml.Document;
  lines: Yaml.LineCounter;
}

export interface Problem {
  line: number;
  /** Dotted; empty for the whole file. */
  path: string;
  what: string;
}

const MOST_ALIASES = 20;

/** What keeps the text from being YAML, or from being one document of it. */
export function syntaxProblems({ document, lines }: Place): readonly Problem[] {
  const found = [...document.errors, ...document.warnings];
  const tooDeep = found.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  return (tooDeep ? [tooDeep] : found).map(({ code, message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    path: '',
    what:
      SYNTAX.get(code) ?? `is not YAML: ${(message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '')}`,
  }));
}

const SYNTAX: ReadonlyMap<Yaml.ErrorCode, string> = new Map([
  ['TAB_AS_INDENT', 'expected spaces, got a tab'],
  ['MULTIPLE_DOCS', 'expected one document, got another one after ---'],
  ['RESOURCE_EXHAUSTION', 'is nested too deeply'],
  ['NON_STRING_KEY', 'expected a key that is text, got something else'],
  ['TAG_RESOLVE_FAILED', 'expected no tags, got one'],
]);

/** An alias repeats what it names, and so multiplies; one without an anchor names nothing. */
export function aliasProblems({ yaml, document, lines }: Place): readonly Problem[] {
  const problems: Problem[] = [];
  let count = 0; // how many aliases the walk has met
  yaml.visit(document, {
    Alias: (_, alias) => {
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      const what = `expected the anchor &${alias.source} before it, got none`;
      if (!alias.resolve(document)) problems.push({ line, path: '', what });
      count += 1;
      if (count === MOST_ALIASES + 1)
        problems.push({ line, path: '', what: `expected at most ${MOST_ALIASES} aliases, got more` });
    },
  });
  return problems;
}

/** Parsers read a key that is there twice differently. */
export function duplicateProblems({ yaml, document, lines }: Place): readonly Problem[] {
  const walk = (node: unknown, path: readonly PropertyKey[]): readonly Problem[] => {
    if (yaml.isSeq(node)) return node.items.flatMap((item, index) => walk(item, [...path, index]));
    if (!yaml.isMap<Yaml.Scalar>(node)) return [];
    const keys = node.items.map(({ key }) => String(key.value));
    return node.items.flatMap(({ key, value }, index) => {
      const own = [...path, String(key.value)];
      const isSecond = keys.indexOf(String(key.value)) < index;
      const line = lines.linePos(key.range?.[0] ?? 0).line;
      const what = 'expected each key once, got it again';
      return [...(isSecond ? [{ line, path: pathOf(own), what }] : []), ...walk(value, own)];
    });
  };
  return walk(document.contents, []);
}

/** Of the field's key, or of the nearest one around it that is in the file. */
export function lineOf(place: Place, path: readonly PropertyKey[]): number {
  const { yaml, document, lines } = place;
  const key = path.at(-1);
  const parent = path.length < 2 ? document.contents : document.getIn(path.slice(0, -1), true);
  const pair = yaml.isMap<Yaml.Scalar>(parent) ? parent.items.find((item) => item.key.value === key) : undefined;
  const node = pair?.key ?? (path.length === 0 ? document.contents : document.getIn(path, true));
  if (yaml.isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  return path.length === 0 ? 1 : lineOf(place, path.slice(0, -1));
}

/** `actions.refund_order.tiers.0.upTo`, each part short and on one line. */
export const pathOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => String(part).replaceAll(/\p{C}/gu, '?').slice(0, 40)).join('.');
