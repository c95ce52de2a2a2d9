import { jsonIn } from '../domain/json.ts';
import { Money, formatMoney } from '../domain/money.ts';
import type { PrintedRow } from './printed-row.ts';

type People = ReadonlyMap<string, string>;

/** One line: when, what, who, and what was not known before. */
export function stepLine(row: PrintedRow, before: PrintedRow | undefined, people: People): string {
  const news = [...policyNews(row, before), ...newsIn(factsIn(row))];
  const more = news.length === 0 ? '' : `: ${news.join(', ')}`;
  return `${time(row['at'])}  ${row['event']} by ${who(row, people)}${more}  [row ${row['seq']}]`;
}

/** Everything that the row says, its hashes too. */
export function stepParagraph(row: PrintedRow, people: People): string {
  const { seq, at, event, conversation = '', job = '', hash = '' } = row;
  const facts = Object.entries({ ...factsIn(row), conversation, job, hash }).flatMap(([name, value]) =>
    value === '' ? [] : [`    ${name}: ${words(value)}`],
  );
  return [`${at}  ${event} by ${who(row, people)}  [row ${seq}]`, ...facts, ''].join('\n');
}

/** What it is about, as its first row says it: `refund_order order:ORD-1 $48.00` */
export function subjectOf(row: PrintedRow): string {
  const { action, target, cost } = factsIn(row);
  return [action, target, cost].flatMap((fact) => (fact === undefined ? [] : [words(fact)])).join(' ');
}

/** `2026-01-10 12:00:03 UTC`; what is no time stays as it stands. */
const time = (at = ''): string => at.replace(/^(\d{4}-\d\d-\d\d)T([\d:]{8})\.\d{3}Z$/, '$1 $2 UTC');

/** `person_priya UPRIYA (agent, by AGENTS S0AGENTS)` */
function who({ actor = '', role, role_from: from }: PrintedRow, people: People): string {
  const user = people.get(actor);
  const name = user === undefined ? actor : `${actor} ${user}`;
  return role ? `${name} (${role}${from ? `, by ${from}` : ''})` : name;
}

type Facts = Readonly<Record<string, unknown>>;

const isFacts = (value: unknown): value is Facts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function factsIn({ detail = '' }: PrintedRow): Facts {
  const facts = jsonIn(detail);
  return isFacts(facts) ? facts : {};
}

/** Said once: the policy, and what did not pass. Again only when it is another. */
function policyNews(row: PrintedRow, before: PrintedRow | undefined): readonly string[] {
  const { policy } = factsIn(row);
  if (!isFacts(policy) || (before && words(factsIn(before)['policy']) === words(policy))) return [];
  const rules = Array.isArray(policy['rules']) ? policy['rules'].filter(isFacts) : [];
  const broken = rules.filter(({ passed }) => passed !== true).map(({ rule }) => `not passed: ${words(rule)}`);
  return [`policy ${words(policy['version'])}, needs ${words(policy['needs'])}`, ...broken];
}

/** The same in every row of a request, or told elsewhere on the line. */
const TOLD: ReadonlySet<string> = new Set([
  'version',
  'status',
  'action',
  'target',
  'cost',
  'policy',
  'card',
  'source',
  'key',
  'edition',
]);

const FINGERPRINT = /^[0-9a-f]{64}$/;

const newsIn = (facts: Facts): readonly string[] =>
  Object.entries(facts)
    .filter(([name, value]) => !TOLD.has(name) && !FINGERPRINT.test(String(value)) && value !== false)
    .map(([name, value]) => `${name} ${words(value)}`);

/** `version default-1, needs 1 agent`; sums as they are spoken of. */
function words(value: unknown): string {
  const sum = Money.safeParse(value);
  if (sum.success) return formatMoney(sum.data);
  if (Array.isArray(value)) return value.map(words).join('; ');
  if (!isFacts(value)) return String(value);
  return Object.entries(value)
    .map(([name, part]) => `${name} ${words(part)}`)
    .join(', ');
}
