import type { Approval } from '../domain/approval.ts';
import { cardLane, handOffLane } from '../domain/say.ts';
import type { Engine } from '../ports/engine.ts';
import { dueJobs } from './jobs.ts';

export interface SettleDeps {
  engine: Engine;
  deliver: (lane: string) => Promise<void>;
}

/** What the last commit of this approval still owes: jobs and messages. Harmless when repeated. */
export async function settle({ engine, deliver }: SettleDeps, approval: Approval): Promise<void> {
  const { id, conversation } = approval;
  await Promise.all(dueJobs(approval).map((job) => engine.enqueue(job)));
  await Promise.all([cardLane(id), conversation, handOffLane(conversation)].map((lane) => deliver(lane)));
}
