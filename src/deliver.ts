import type { Approval } from './domain/approval.ts';
import { rowsOf } from './domain/bundle.ts';
import type { OutgoingId } from './domain/ids.ts';
import { cardOf } from './domain/ledger.ts';
import type { Outgoing } from './domain/outgoing.ts';
import { cardPlace, placeOf } from './domain/say.ts';
import { SECOND } from './domain/time.ts';
import type { Instant } from './domain/time.ts';
import type { CrashPoint } from './ports/crash-point.ts';
import type { Log } from './ports/log.ts';
import type { Message, Messenger, Posted } from './ports/messenger.ts';
import type { OutboxRow, Store } from './ports/store.ts';

export interface DeliverDeps {
  store: Store;
  messenger: Messenger;
  now: () => Instant;
  crashPoint: CrashPoint;
  log: Log;
}

export interface Deliverer {
  /** Says what this lane holds and is due, in order. Calls for one lane run one after another. */
  lane(lane: string): Promise<void>;
  /** Every lane that has something due: for a timer. */
  due(): Promise<void>;
}

/** Longest pause between two tries, in milliseconds. */
const LONGEST_PAUSE = 60 * SECOND;
/** https://docs.slack.dev/reference/methods/chat.update#errors */
const MESSAGE_GONE = 'message_not_found';

interface Delivery extends DeliverDeps {
  /** What this process began to say and has not marked yet: the mark may have failed after the post. */
  begun: Set<OutgoingId>;
}

/** `isDoubtful`: it may have been said before. */
type Doubted = OutboxRow & { isDoubtful: boolean };

export function deliverer(given: DeliverDeps): Deliverer {
  const deps: Delivery = { ...given, begun: new Set() };
  const lanes = new Map<string, Promise<void>>();
  const lane = (name: string): Promise<void> => {
    const next = (lanes.get(name) ?? Promise.resolve()).catch(() => undefined).then(() => deliverLane(deps, name));
    lanes.set(name, next);
    const forget = () => (lanes.get(name) === next ? lanes.delete(name) : false);
    next.then(forget, forget);
    return next;
  };
  return {
    lane,
    due: async () => {
      const rows = await deps.store.unsent(deps.now());
      const idle = [...new Set(rows.map((row) => row.outgoing.lane))].filter((name) => !lanes.has(name));
      await Promise.all(idle.map(lane));
    },
  };
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

/** As the ledger stands now; undefined when there is nothing to draw, or nowhere to say it. */
async function toMessage(store: Store, outgoing: Outgoing): Promise<Message | 'needless' | undefined> {
  switch (outgoing.kind) {
    case 'reply':
    case 'hand-off':
    case 'notice':
      return outgoing;
    case 'card': {
      const approval = await store.approval(outgoing.approval);
      return approval && { kind: 'card', rows: rowsOf(approval, await threadOf(store, approval)) };
    }
    case 'confirmation': {
      const approval = await store.approval(outgoing.approval);
      return approval && { kind: 'confirmation', approval };
    }
    case 'nudge':
      return toNudge(store, outgoing);
  }
}

const threadOf = async (store: Store, { bundle, conversation }: Approval): Promise<readonly Approval[]> =>
  bundle ? store.approvalsOf(conversation) : [];

async function toNudge(
  store: Store,
  { approval: id, stage }: Extract<Outgoing, { kind: 'nudge' }>,
): Promise<Message | 'needless' | undefined> {
  const approval = await store.approval(id);
  if (approval?.status !== 'pending') return approval && 'needless';
  const card = await store.placeOf(cardPlace(cardOf(approval)));
  return card && { kind: 'nudge', approval, stage, card };
}

/** Redraws what has a place where it stands; everything else, and a card that was deleted in Slack, is said anew. */
async function say(deps: Delivery, row: Doubted, message: Message): Promise<Posted> {
  deps.crashPoint('deliver:before-post');
  const place = placeOf(row.outgoing);
  const stands = place === undefined ? undefined : await deps.store.placeOf(place);
  if (!stands) return sayOnce(deps, row, message);
  deps.begun.add(row.outgoing.id);
  const redrawn = await deps.messenger.update(stands, message);
  if (redrawn.kind !== 'refused' || redrawn.why !== MESSAGE_GONE) return redrawn;
  deps.log.warn({ outgoing: row.outgoing.id }, 'a card was deleted in Slack; it is posted anew');
  return sayOnce(deps, row, message);
}

/** What may have been posted is looked up first: the answer may have been lost. */
async function sayOnce(
  { messenger, begun }: Delivery,
  { outgoing, isDoubtful }: Doubted,
  message: Message,
): Promise<Posted> {
  const { id } = outgoing;
  const ref = isDoubtful ? await messenger.find(id, message).catch(() => 'unclear' as const) : undefined;
  if (ref === 'unclear') return { kind: 'ambiguous', why: 'could not be looked up' };
  begun.add(id);
  if (!ref) return messenger.post(id, message);
  return placeOf(outgoing) === undefined ? { kind: 'posted', ref } : messenger.update(ref, message);
}
