import { z } from 'zod';
import type { Approval } from '../../domain/approval.ts';
import type { Item } from '../../domain/conversation.ts';
import { ConversationId } from '../../domain/ids.ts';
import type { CustomerId } from '../../domain/ids.ts';
import { customersIn, recognizer, together, tracesInItems, tracesInRequest } from '../../domain/traces.ts';
import type { Traces } from '../../domain/traces.ts';
import { ApprovalRow } from './approval-row.ts';
import type { Driver } from './driver.ts';
import { ItemRow } from './item-row.ts';
import { jsonColumn, parseRow } from './parse-row.ts';

/** What of one customer is in a database. */
export interface Whereabouts {
  traces: Traces;
  conversations: readonly ConversationId[];
  /** Those of them that are about other customers as well. */
  shared: readonly ConversationId[];
}

/** Reads everything twice: what a customer is called in one conversation tells which others are about them. `known`: from elsewhere. */
export async function whereabouts(driver: Driver, known: Traces): Promise<Whereabouts> {
  const { customer } = known;
  let traces = known; // grows with every conversation that knows them
  const about = new Map<ConversationId, Set<string>>(); // whose requests were made there
  for await (const approval of eachApproval(driver)) {
    traces = together(traces, tracesInRequest(approval, customer));
    const customers = about.get(approval.conversation) ?? new Set();
    about.set(approval.conversation, new Set([...customers, ...customersOf(approval)]));
  }
  for await (const { items } of eachConversation(driver)) traces = together(traces, tracesInItems(items, customer));
  const isAbout = recognizer(traces);
  const found = new Set([...about].filter(([, customers]) => customers.has(customer)).map(([id]) => id));
  const shared = new Set<ConversationId>();
  for await (const { conversation, items } of eachConversation(driver)) {
    if (items.some(isAbout)) found.add(conversation);
    if (items.flatMap(customersIn).some((other) => other !== customer)) shared.add(conversation);
  }
  for (const [conversation, customers] of about) if (isMore(customers, customer)) shared.add(conversation);
  const conversations = [...found];
  return { traces, conversations, shared: conversations.filter((one) => shared.has(one)) };
}

const customersOf = ({ proposal, requester }: Approval): readonly CustomerId[] => [
  proposal.customer,
  ...(requester.customerId === undefined ? [] : [requester.customerId]),
];

const isMore = (customers: ReadonlySet<string>, customer: CustomerId): boolean =>
  customers.size > (customers.has(customer) ? 1 : 0);

const ApprovalRows = z.array(z.object({ seq: z.number().int(), json: jsonColumn(ApprovalRow) }));

async function* eachApproval(driver: Driver): AsyncGenerator<Approval> {
  for (let after = 0; ;) {
    const sql = 'SELECT seq, json FROM approvals WHERE seq > $1 ORDER BY seq LIMIT 200';
    const rows = parseRow(ApprovalRows, await driver.read(sql, [after]));
    for (const { json } of rows) yield json;
    const last = rows.at(-1);
    if (!last) return;
    after = last.seq;
  }
}

const Next = z.tuple([z.object({ conversation: ConversationId.nullable() })]);
const ItemRows = z.array(z.object({ json: jsonColumn(ItemRow) }));

async function* eachConversation(
  driver: Driver,
): AsyncGenerator<{ conversation: ConversationId; items: readonly Item[] }> {
  for (let after = ''; ;) {
    const next = await driver.read('SELECT min(conversation) AS conversation FROM items WHERE conversation > $1', [
      after,
    ]);
    const [{ conversation }] = parseRow(Next, next);
    if (conversation === null) return;
    const sql = 'SELECT json FROM items WHERE conversation = $1 ORDER BY position';
    yield { conversation, items: parseRow(ItemRows, await driver.read(sql, [conversation])).map(({ json }) => json) };
    after = conversation;
  }
}
