import { isUtf8 } from 'node:buffer';
import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import type { z } from 'zod';
import { DEFAULT_POLICY } from '../domain/policy.ts';
import type { Policy } from '../domain/policy.ts';
import { aliasProblems, duplicateProblems, lineOf, pathOf, syntaxProblems } from './policy-lines.ts';
import type { Place, Problem } from './policy-lines.ts';
import { PolicyShape } from './policy-shape.ts';

export type PolicyRead = { policy: Policy } | { problems: readonly string[] };

/** Loaded only when there is a file to read: the package costs memory that most bots would hold for nothing. */
const loadYaml = (): typeof Yaml => createRequire(import.meta.url)('yaml');

/** In bytes; what is larger is no policy. */
const LARGEST = 64 * 1024;
/** One mistake can look like many. */
const MOST_PROBLEMS = 20;

/** What the file does not name keeps its default. Or everything that is wrong with it: line, field, what is expected, what is there. */
export function parsePolicy(bytes: Uint8Array): PolicyRead {
  if (bytes.length > LARGEST) return { problems: [`is larger than ${LARGEST / 1024} kB`] };
  if (!isUtf8(bytes)) return { problems: ['is not UTF-8 text'] };
  const yaml = loadYaml();
  const lines = new yaml.LineCounter();
  const source = new TextDecoder().decode(bytes);
  const document = yaml.parseDocument(source, { lineCounter: lines, stringKeys: true, uniqueKeys: false });
  const place: Place = { yaml, document, lines };
  const unreadable = [...syntaxProblems(place), ...aliasProblems(place)];
  if (unreadable.length > 0) return { problems: inWords(unreadable) };
  if (document.contents === null || document.toJS() === null)
    return { problems: ['is empty; expected version and actions'] };
  return checked(place);
}

function checked(place: Place): PolicyRead {
  const content: unknown = place.document.toJS();
  const parsed = PolicyShape.safeParse(content);
  const misfits = parsed.success ? [] : parsed.error.issues.flatMap((issue) => misfit(place, content, issue));
  const problems = [...duplicateProblems(place), ...misfits];
  if (!parsed.success || problems.length > 0) return { problems: inWords(problems) };
  const { version, actions } = parsed.data;
  return { policy: { version, actions: { ...DEFAULT_POLICY.actions, ...actions } } };
}

/** An unknown key each, or one field that is not what it must be. */
function misfit(place: Place, content: unknown, issue: z.core.$ZodIssue): readonly Problem[] {
  const { message, path } = issue;
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => problemAt(place, [...path, key], `expected ${message}, got ${shown(key)}`));
  const got = path.length === 0 && typeof content === 'string' ? 'text' : shown(valueAt(content, path));
  return [problemAt(place, path, `expected ${message}, got ${got}`)];
}

const problemAt = (place: Place, path: readonly PropertyKey[], what: string): Problem => ({
  line: lineOf(place, path),
  path: pathOf(path),
  what,
});

function valueAt(value: unknown, [key, ...rest]: readonly PropertyKey[]): unknown {
  if (key === undefined) return value;
  return typeof value === 'object' && value !== null ? valueAt(Reflect.get(value, key), rest) : undefined;
}

/** As much as tells what it is: somebody may have named a file that holds secrets. */
function shown(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return typeof value;
  return JSON.stringify(value.length > 20 ? `${value.slice(0, 20)}…` : value);
}

/** In the order of the file, each once. */
function inWords(problems: readonly Problem[]): readonly string[] {
  const sorted = problems.toSorted((a, b) => a.line - b.line);
  const lines = new Set(sorted.map(({ line, path, what }) => `line ${line}${path === '' ? '' : `, ${path}`}: ${what}`));
  const told = [...lines].slice(0, MOST_PROBLEMS);
  return lines.size === told.length ? told : [...told, `and ${lines.size - told.length} more`];
}
