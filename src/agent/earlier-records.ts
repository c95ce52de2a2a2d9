import { z } from 'zod';
import type { Item } from '../domain/conversation.ts';
import { jsonIn } from '../domain/json.ts';
import { linksIn } from './links.ts';
import { idsIn } from './written-ids.ts';

type Call = Extract<Item, { kind: 'call' }>;
type Result = Extract<Item, { kind: 'result' }>;

/** A record that an answer named: `{ kind: 'order', id: 'ORD-12345' }`. */
export interface Named {
  kind: string;
  id: string;
}

/** What is left of one or many answers; newest last. */
export interface Records {
  named: readonly Named[];
  /** Addresses of the company's hosts, without paths. */
  hosts: readonly string[];
}

/** How approvals are called where a model reads of them. */
export const REQUEST = 'request';

const HINT = 'Named earlier in this thread. Look it up again before you state a fact about it.';
const Printed = z.object({
  earlier: z.record(z.string(), z.array(z.string())),
  links: z.array(z.object({ url: z.string() })),
});

/** A call with its answer that say what is left of earlier ones. `like`: the last of those. */
export function printRecords(like: Call, { named, hosts }: Records): readonly Item[] {
  const { callId, name, at } = like;
  const kinds = Map.groupBy(named, ({ kind }) => kind);
  const printed: z.infer<typeof Printed> & { hint: string } = {
    earlier: Object.fromEntries([...kinds].map(([kind, all]) => [kind, all.map(({ id }) => id)])),
    links: hosts.map((url) => ({ url })),
    hint: HINT,
  };
  return [
    { kind: 'call', callId, name, arguments: '{}', at },
    { kind: 'result', callId, output: JSON.stringify(printed), at },
  ];
}

/** Articles are found again by asking; what was not found is no record. */
export function recordsIn(call: Call, result: Result): Records {
  const output = jsonIn(result.output);
  const printed = Printed.safeParse(output);
  if (printed.success) {
    const { earlier, links } = printed.data;
    const named = Object.entries(earlier).flatMap(([kind, ids]) => ids.map((id) => ({ kind, id })));
    return { named, hosts: links.map(({ url }) => url) };
  }
  const requests = [...result.output.matchAll(APPROVAL)].map(([id]) => ({ kind: REQUEST, id }));
  const hosts = linksIn([result]).flatMap(hostOf);
  if (call.name === 'search_articles' || isRefusal(output)) return { named: requests, hosts };
  const noun = call.name.slice(call.name.lastIndexOf('_') + 1);
  return { named: [...namedIn(jsonIn(call.arguments), noun), ...namedIn(output, noun), ...requests], hosts };
}

const APPROVAL = /\bapr_[a-z0-9]{6,40}\b/g;
/** Longer ones, if any company has them, cost too much to be carried on for ever. */
const ID = /^[^\s\p{C}](?:[^\p{C}]{0,62}[^\s\p{C}])?$/u;

const isRefusal = (output: unknown): boolean => typeof output === 'object' && output !== null && 'error' in output;

/** `https://track.example.com/` */
const hostOf = (address: string): readonly string[] => (URL.canParse(address) ? [`${new URL(address).origin}/`] : []);

/** `within`: the field or the tool whose record it is, for one that says only `id`. */
function namedIn(node: unknown, within: string): readonly Named[] {
  if (Array.isArray(node)) return node.flatMap((child) => namedIn(child, within));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    const kind = kindOf(key, within, value);
    if (kind === undefined || typeof value !== 'string') return namedIn(value, key);
    return ID.test(value) && !value.startsWith('apr_') ? [{ kind, id: value }] : [];
  });
}

/** `id` among `orders`, `orderId` and `order_id` all name an order; what looks like an id names what its field says: `sku`. */
function kindOf(key: string, within: string, value: unknown): string | undefined {
  if (key === 'id') return within.replace(/s$/, '');
  const kind = /^(\w+?)(?:Id|_id)$/.exec(key)?.[1];
  return kind ?? (key === 'reference' || looksLikeId(value) ? key : undefined);
}

/** Without figures alone, as in addresses. */
const looksLikeId = (value: unknown): boolean =>
  typeof value === 'string' && /^\p{L}[^@]*$/u.test(value) && idsIn(value)[0] === value;
