import type { Delivery, DeliverDeps } from './deliver/delivery.ts';
import { lanesByImportance } from './deliver/importance.ts';
import { say } from './deliver/say.ts';
import { sweepDrafts } from './deliver/sweep-drafts.ts';
import { toMessage } from './deliver/to-message.ts';
import type { OutgoingId } from './domain/ids.ts';
import { SECOND } from './domain/time.ts';
import type { OutboxRow } from './ports/store.ts';

export interface Deliverer {
  /** Says what this lane holds and is due, in order. Calls for one lane run one after another. */
  lane(lane: string): Promise<void>;
  /** Every lane that has something due, and drafts that nothing will take the place of: for a timer. */
  due(): Promise<void>;
}

/** Longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 60 * SECOND;

/** `onCall`: Slack is asked from now on. Resolves when the lane is over. */
type Start = (lane: string, onCall: () => void) => Promise<void>;

export function deliverer(deps: DeliverDeps): Deliverer {
  const begun = new Set<OutgoingId>();
  const lanes = new Map<string, Promise<void>>();
  const start: Start = (name, onCall) => {
    const before = (lanes.get(name) ?? Promise.resolve()).catch(() => undefined);
    const next = before.then(() => deliverLane({ ...deps, begun, onCall }, name));
    lanes.set(name, next);
    const forget = () => (lanes.get(name) === next ? lanes.delete(name) : false);
    next.then(forget, forget);
    return next;
  };
  const sweeping: { now?: Promise<void> } = {};
  const sweep = (): Promise<void> => (sweeping.now ??= sweepDrafts(deps).finally(() => delete sweeping.now));
  return {
    lane: (name) => start(name, () => {}),
    due: async () => {
      const rows = await deps.store.unsent(deps.now());
      // Whoever runs a lane already says what is due in it.
      const startIdle: Start = async (name, onCall) => (lanes.has(name) ? undefined : start(name, onCall));
      await Promise.all([startInTurn(lanesByImportance(rows), startIdle), sweep()]);
    },
  };
}

/** The next group starts when each lane of the one before has asked Slack or is over; no answer is waited for. Resolves when all are over. */
async function startInTurn(groups: readonly (readonly string[])[], start: Start): Promise<void> {
  const over: Promise<void>[] = [];
  for (const group of groups) {
    const calls = group.map((lane) => {
      const { promise: called, resolve: onCall } = Promise.withResolvers<void>();
      const next = start(lane, onCall);
      over.push(next);
      return Promise.race([called, next.catch(() => undefined)]);
    });
    await Promise.all(calls);
  }
  await Promise.all(over);
}

/** On start: what an earlier process may have begun to say is looked up before it is said. */
export async function doubtUnsent({ store, now }: Pick<DeliverDeps, 'store' | 'now'>): Promise<void> {
  const rows = await store.unsent(now() + LONGEST_PAUSE);
  await Promise.all(rows.filter((row) => row.state === 'waiting').map((row) => store.markSending(row.outgoing.id)));
}

async function deliverLane(deps: Delivery, lane: string): Promise<void> {
  for (const row of await deps.store.unsent(deps.now(), lane)) {
    const isOver = await deliverRow(deps, row);
    deps.begun.delete(row.outgoing.id);
    if (!isOver) return;
  }
}

/** False: the lane waits, so that nothing overtakes. */
async function deliverRow(deps: Delivery, row: OutboxRow): Promise<boolean> {
  const { store, log } = deps;
  const { id, kind } = row.outgoing;
  const message = await toMessage(store, row.outgoing);
  if (message === 'needless') return forget(deps, id);
  if (!message) return drop(deps, id, 'nothing to draw');
  const isDoubtful = row.state === 'sending' || deps.begun.has(id);
  const posted = await say(deps, { ...row, isDoubtful }, message);
  switch (posted.kind) {
    case 'posted':
      deps.crashPoint('deliver:after-post');
      await store.markSent(id, posted.ref);
      deps.crashPoint('deliver:after-sent');
      return true;
    case 'refused':
      return drop(deps, id, posted.why);
    case 'later':
    case 'ambiguous': {
      log.warn({ outgoing: id, kind, outcome: posted.kind, why: posted.why, attempts: row.attempts }, 'not said yet');
      const pause = posted.kind === 'later' ? posted.after : Math.min(SECOND * 2 ** row.attempts, LONGEST_PAUSE);
      await store.markFailed(id, deps.now() + pause, isDoubtful || posted.kind === 'ambiguous');
      return false;
    }
  }
}

async function drop({ store, log }: DeliverDeps, id: OutgoingId, why: string): Promise<true> {
  log.error({ outgoing: id, why }, 'given up');
  await store.markDropped(id);
  return true;
}

/** It has settled itself: nobody needs to hear it any more. */
async function forget({ store, log }: DeliverDeps, id: OutgoingId): Promise<true> {
  log.debug({ outgoing: id }, 'no longer needed');
  await store.markDropped(id);
  return true;
}
