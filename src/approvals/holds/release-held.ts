import type { Engine } from '../../ports/engine.ts';
import type { Store } from '../../ports/store.ts';
import { heldJob } from '../jobs.ts';

export interface ReleaseDeps {
  store: Store;
  engine: Engine;
}

/** What waited for a hold is taken up again; where another stands, it waits for that one. Harmless when repeated. */
export async function releaseHeld({ store, engine }: ReleaseDeps): Promise<void> {
  const approved = await store.approvalsIn(['approved']);
  await Promise.all(approved.flatMap(heldJob).map((job) => engine.enqueue(job)));
}
