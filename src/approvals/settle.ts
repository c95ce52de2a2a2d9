import type { Approval } from '../domain/approval.ts';
import { cardOf } from '../domain/ledger.ts';
import { cardLane, handOffLane } from '../domain/say.ts';
import type { Engine } from '../ports/engine.ts';
import type { Store } from '../ports/store.ts';
import { rowsWith } from './bundle-order.ts';
import { dueOnCard } from './jobs.ts';

export interface SettleDeps {
  store: Store;
  engine: Engine;
  deliver: (lane: string) => Promise<void>;
}

/** What the last commit on this approval's card still owes: jobs and messages. Harmless when repeated. */
export async function settle({ store, engine, deliver }: SettleDeps, approval: Approval): Promise<void> {
  const { conversation } = approval;
  const rows = await rowsWith(store, approval);
  await Promise.all(dueOnCard(rows).map((job) => engine.enqueue(job)));
  const lanes = [cardLane(cardOf(approval)), conversation, handOffLane(conversation)];
  await Promise.all(lanes.map((lane) => deliver(lane)));
}
