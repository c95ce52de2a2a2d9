import { z } from 'zod';
import type { ApprovalId, ConversationId, CustomerId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { Traces } from '../../domain/traces.ts';
import { statementsOf } from './change-statements.ts';
import type { Driver } from './driver.ts';
import { whereabouts } from './erase-traces.ts';
import { forget } from './forget.ts';
import { parseRow } from './parse-row.ts';

/** A conversation that could not be forgotten yet. */
interface Kept {
  conversation: ConversationId;
  /** Still to be decided, carried out or taken back; none: somebody waits for an answer, or something was not said yet. */
  open: readonly ApprovalId[];
}

export interface Erasure {
  /** What the customer is known by, for the copies. */
  traces: Traces;
  conversations: number;
  /** Of those: about other customers as well. */
  shared: number;
  requests: number;
  kept: readonly Kept[];
  /** When the customer's texts were taken out the last time before; absent: they never were. */
  before?: Instant;
  /** False: nothing here ever named this customer. */
  isKnown: boolean;
}

/** Forgets every conversation that holds something of a customer, whole; each in a transaction of its own. */
export async function eraseCustomer(driver: Driver, known: Traces, at: Instant): Promise<Erasure> {
  const before = await erasedBefore(driver, known.customer);
  const { traces, conversations, shared } = await whereabouts(driver, known);
  const kept: Kept[] = [];
  const sum = { conversations: 0, shared: 0, items: 0, requests: 0 };
  for (const conversation of conversations) {
    const outcome = await forget(driver, conversation, at);
    if (outcome.kind === 'forgotten') {
      const { items, requests } = outcome.forgotten;
      const isAny = items + requests > 0;
      sum.conversations += isAny ? 1 : 0;
      sum.shared += isAny && shared.includes(conversation) ? 1 : 0;
      sum.items += items;
      sum.requests += requests;
    } else kept.push({ conversation, open: outcome.kind === 'open' ? outcome.approvals : [] });
  }
  await forgetLookUps(driver);
  const isKnown = conversations.length > 0 || before !== undefined;
  if (isKnown) await noteCustomer(driver, { at, customer: known.customer, ...sum, kept: kept.length });
  const { items: _counted, ...told } = sum;
  return { traces, ...told, kept, isKnown, ...(before === undefined ? {} : { before }) };
}

const Before = z.tuple([z.object({ at: z.number().int().nullable() })]);

/** Whether somebody asked for it, or the days of their texts were over. */
async function erasedBefore(driver: Driver, customer: CustomerId): Promise<Instant | undefined> {
  const sql = `SELECT max(at) AS at FROM (
      SELECT at FROM audit
      WHERE event = 'customer-erased' AND CASE WHEN json_valid(detail) THEN json_extract(detail, '$.customer') END = $1
      UNION ALL SELECT json_extract(json, '$.erasedAt') FROM approvals WHERE customer = $1)`;
  const [{ at }] = parseRow(Before, await driver.read(sql, [customer]));
  return at ?? undefined;
}

interface Sum {
  at: Instant;
  customer: CustomerId;
  conversations: number;
  shared: number;
  items: number;
  requests: number;
  kept: number;
}

/** The audit tells what was asked for, also where nothing of it was left. */
export async function noteCustomer(driver: Driver, { at, ...detail }: Sum): Promise<void> {
  await driver.write(statementsOf({ audit: [{ at, event: 'customer-erased', actor: 'operator', detail }] }));
}

/** What was read from Slack and the company in the last minutes is read again when it is needed. */
export async function forgetLookUps(driver: Driver): Promise<void> {
  const tables = await driver.read("SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'cache'", []);
  if (tables.length > 0) await driver.write([{ sql: 'DELETE FROM cache', params: [] }]);
}
