import type { Approval } from './approval.ts';
import type { Item } from './conversation.ts';
import type { CustomerId, UserId } from './ids.ts';
import { jsonIn } from './json.ts';
import { customerFact, customerName } from './record-facts.ts';

/** By what somebody is known in what is kept: ids, e-mails, names of one customer, and their Slack accounts. */
export interface Traces {
  customer: CustomerId;
  names: ReadonlySet<string>;
  users: ReadonlySet<UserId>;
}

export const noTraces = (customer: CustomerId): Traces => ({
  customer,
  names: new Set([customer]),
  users: new Set(),
});

export const together = (traces: Traces, more: Found): Traces => ({
  ...traces,
  names: new Set([...traces.names, ...more.names]),
  users: new Set([...traces.users, ...more.users]),
});

export type Found = Pick<Traces, 'names' | 'users'>;

/** What the ledger knows: the record that was to change, what the company made of it, their name and who asked. */
export function tracesInRequest(approval: Approval, customer: CustomerId): Found {
  const { proposal, requester } = approval;
  const users = new Set(requester.customerId === customer ? [requester.slackUser] : []);
  if (proposal.customer !== customer) return { names: new Set(), users };
  const [kind, id = ''] = proposal.target.split(':');
  const record = kind === 'customer' ? [] : [id];
  const made = approval.status === 'executed' ? [approval.receipt.reference] : [];
  const name = customerFact(proposal) && approval.erasedAt === undefined ? [customerName(proposal)] : [];
  return { names: searchable([...record, ...made, ...name]), users };
}

/**
 * What tools answered about them: their own record, and the orders and tickets that name them as theirs. A customer is answered
 * about nobody else, so whoever alone wrote there as a customer is it.
 */
export function tracesInItems(items: readonly Item[], customer: CustomerId): Found {
  const records = items.flatMap((item) => (item.kind === 'result' ? recordsIn(parsed(item.output)) : []));
  const names = searchable(records.flatMap((record) => namesOf(record, customer)));
  const people = new Map(items.flatMap((item) => (isSaid(item) ? [[item.by.user, item.by] as const] : [])));
  const [only, ...others] = people.values();
  const isTheirs = names.size > 0 && only?.role === 'customer' && !only.external && others.length === 0;
  const known = [...people.values()].filter((by) => by.customer === customer);
  return { names, users: new Set([...(isTheirs ? [only] : []), ...known].map(({ user }) => user)) };
}

/** Whose records a tool answered with. */
export const customersIn = (item: Item): readonly string[] =>
  item.kind !== 'result'
    ? []
    : recordsIn(parsed(item.output)).flatMap((record) => [
        ...texts(record['customerId']),
        ...('email' in record ? texts(record['id']) : []),
      ]);

/** Whether something names one of them as whole words, in whatever case; or comes from one of their accounts. */
export function recognizer({ names, users }: Traces): (item: Item) => boolean {
  const words = [...names, ...users].map((name) => name.replaceAll(/[^\p{L}\p{N}_]/gu, plainly));
  const named = new RegExp(`(?<![\\p{L}\\p{N}_])(?:${words.join('|')})(?![\\p{L}\\p{N}_])`, 'iu');
  return (item) => (isSaid(item) && users.has(item.by.user)) || saidIn(item).some((text) => named.test(text));
}

const isSaid = (item: Item): item is Extract<Item, { kind: 'person' | 'edited' }> =>
  item.kind === 'person' || item.kind === 'edited';

/** As itself in a regular expression. */
const plainly = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

function saidIn(item: Item): readonly string[] {
  switch (item.kind) {
    case 'person':
    case 'edited':
      return [item.text, item.by.name ?? ''];
    case 'assistant':
      return [item.text];
    case 'note':
      return [item.text, item.customer ?? ''];
    case 'reasoning':
      return [];
    case 'call':
      return textsIn(parsed(item.arguments));
    case 'result':
      return textsIn(parsed(item.output));
  }
}

type Fields = Record<string, unknown>;

function namesOf(record: Fields, customer: CustomerId): readonly string[] {
  if (record['customerId'] === customer) return texts(record['id']);
  if (record['id'] !== customer) return [];
  const tickets = recordsIn(record['tickets']).flatMap(({ id }) => texts(id));
  return [...texts(record['name']), ...texts(record['email']), ...tickets];
}

/** What is shorter stands in too many texts that mean somebody else. */
const SHORTEST = 4;

const searchable = (names: readonly string[]): ReadonlySet<string> =>
  new Set(names.map((name) => name.trim()).filter((name) => name.length >= SHORTEST));

const texts = (value: unknown): readonly string[] => (typeof value === 'string' ? [value] : []);

/** Text that is no JSON is itself. */
const parsed = (text: string): unknown => jsonIn(text) ?? text;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const partsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];

const textsIn = (value: unknown): readonly string[] => [...texts(value), ...partsOf(value).flatMap(textsIn)];

const recordsIn = (value: unknown): readonly Fields[] => [
  ...(isFields(value) ? [value] : []),
  ...partsOf(value).flatMap(recordsIn),
];
