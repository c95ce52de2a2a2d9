import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { httpClient } from '../../src/adapters/http/client.ts';
import { crmOver } from '../../src/adapters/http/crm.ts';
import { ordersOver } from '../../src/adapters/http/orders.ts';
import { localEngine } from '../../src/adapters/engine/local.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { sweepApprovals } from '../../src/approvals/sweep-approvals.ts';
import type { Pending } from '../../src/domain/approval.ts';
import { deadlineAfter } from '../../src/domain/deadline.ts';
import { ApprovalId, ChannelId, CustomerId, MessageTs, Target, TeamId, conversationOf } from '../../src/domain/ids.ts';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import type { Proposal } from '../../src/domain/proposal.ts';
import { drawCard } from '../../src/domain/say.ts';
import { HOUR, MINUTE } from '../../src/domain/time.ts';
import type { Store } from '../../src/ports/store.ts';
import { render } from '../../src/slack/render.ts';
import { refundOrder } from '../../src/tools/refund-order.ts';
import { pending } from '../fakes/approvals.ts';
import type { Worlds } from '../stage/worlds.ts';

const CHANNEL = ChannelId.parse('C_SUPPORT');
const CARDS = ChannelId.parse('C_APPROVALS');
const TEAM = TeamId.parse('T_LOCAL');

export interface Preparation {
  /** How many requests wait, and for how many of them the card really stands in Slack. */
  pending: number;
  shown: number;
  ordersUrl: string;
}

/** A data folder with as many requests as asked for, each on an order of its own; the value is where the shown cards stand. */
export async function preparePending(worlds: Worlds, { pending: count, shown, ordersUrl }: Preparation) {
  const folder = worlds.environment['DATA_DIR'] ?? '';
  mkdirSync(folder, { recursive: true });
  const sqlite = openSqlite(join(folder, 'deskhand.db'));
  const store = sqlStore(sqlite.driver);
  const template = await templateFrom(ordersUrl);
  const numbers = Array.from({ length: count }, (_, number) => number);
  const cards: MessageRef[] = [];
  for (const number of numbers.slice(0, shown)) {
    const thread = await post(worlds, CHANNEL, { text: 'My mug arrived broken.' });
    const approval = requestOf(number, { template, thread: thread.ts });
    const card = await post(worlds, CARDS, render(RENDER, { kind: 'card', rows: [approval] }));
    await save(store, approval, card);
    cards.push(card);
  }
  const unseen = numbers.slice(shown).map((number) => {
    const thread = MessageTs.parse(`1700000000.${String(number).padStart(6, '0')}`);
    return save(store, requestOf(number, { template, thread }), { channel: CARDS, ts: thread });
  });
  await Promise.all(unseen);
  await sweepApprovals({ store, engine: localEngine({ driver: sqlite.driver, now: Date.now, log: SILENT }) });
  sqlite.close();
  return cards;
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const RENDER = { workspaceUrl: 'https://deskhand-local.slack.com/', allowedHosts: [], leads: [] };

/** The first order's refund, as the bot itself proposes it. */
async function templateFrom(ordersUrl: string): Promise<Proposal> {
  const client = httpClient({ baseUrl: ordersUrl, system: 'orders' });
  const action = refundOrder({ orders: ordersOver(client), crm: crmOver(client) });
  const input = { order_id: 'ORD-0', amount: { minor: 4_800, currency: 'USD' }, reason: 'Arrived broken' };
  const prepared = await action.prepare(input, Date.now());
  if (!prepared.ok) throw new Error(prepared.refusal.message);
  return prepared.value;
}

function requestOf(number: number, { template, thread }: { template: Proposal; thread: MessageTs }): Pending {
  const own = (text: string): string =>
    text.replaceAll('ORD-0', `ORD-${number}`).replaceAll('cust_0', `cust_${number}`);
  const proposal: Proposal = JSON.parse(own(JSON.stringify(template)));
  const openedAt = Date.now() - 10 * MINUTE;
  return pending({
    id: ApprovalId.parse(`apr_${String(number).padStart(20, '0')}`),
    proposal: { ...proposal, target: Target.parse(proposal.target), customer: CustomerId.parse(proposal.customer) },
    conversation: conversationOf({ team: TEAM, channel: CHANNEL, ts: thread }),
    openedAt,
    ...deadlineAfter(openedAt, 2 * HOUR),
  });
}

async function save(store: Store, approval: Pending, card: MessageRef): Promise<void> {
  const outgoing = drawCard(() => `out_${approval.id}`, approval.id);
  const row = { at: approval.openedAt, event: 'pending', actor: 'person_alice', approval: approval.id, detail: {} };
  await store.commit({ approvals: [{ to: approval }], outgoing: [outgoing], audit: [row] });
  await store.markSent(outgoing.id, card);
}

const Posted = z.object({ ok: z.literal(true), ts: MessageTs });

async function post({ slack }: Worlds, channel: ChannelId, content: object): Promise<MessageRef> {
  const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel, ...content }),
  });
  return { channel, ts: Posted.parse(await answer.json()).ts };
}
