import type { Faults } from '../faults.ts';
import type { Feed } from '../feed.ts';
import type { Timers } from '../timers.ts';
import { type Ack, type Attempt, type Envelope, nameOf, type Transport } from './envelope.ts';

export interface Delivery {
  /** Sends it, events again and again as Slack does. Never rejects. */
  deliver(envelope: Envelope, retryAttempt?: number): Promise<Ack>;
  /** The last event that was sent. */
  last(): Envelope | undefined;
}

export interface DeliveryDeps {
  transport: Transport;
  timers: Timers;
  faults: Faults;
  feed: Feed;
  now: () => number;
  newId: () => string;
  /** Between an attempt that failed and the next, in milliseconds: one for each retry. */
  retryDelays: readonly number[];
  /** How long an interactive payload waits for a connection, in milliseconds. */
  patience: number;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  let last: Envelope | undefined; // for "send that again"
  return {
    last: () => last,
    deliver: (envelope, retryAttempt) => {
      if (envelope.kind !== 'events_api') return deliverOnce(deps, envelope);
      last = envelope;
      return deliverEvent(deps, envelope, retryAttempt);
    },
  };
}

/** A person waits for the answer: no second try. */
async function deliverOnce(deps: DeliveryDeps, envelope: Envelope): Promise<Ack> {
  await Promise.race([deps.transport.ready(), deps.timers.sleep(deps.patience)]);
  if (!deps.transport.isReady()) return { acked: false };
  return attempt(deps, { ...envelope, envelopeId: deps.newId(), number: 0 });
}

/** An event that happened while nobody was connected arrives as a retry, as with Slack. */
async function deliverEvent(deps: DeliveryDeps, envelope: Envelope, retryAttempt?: number): Promise<Ack> {
  const envelopeId = deps.newId();
  const first = retryAttempt ?? (deps.transport.isReady() ? 0 : 1);
  for (const [index, delay] of [...deps.retryDelays, undefined].entries()) {
    await deps.transport.ready();
    if (deps.timers.stopped()) break;
    const ack = await attempt(deps, { ...envelope, envelopeId, number: first + index });
    if (ack.acked || delay === undefined) return ack;
    await deps.timers.sleep(delay);
  }
  return { acked: false };
}

async function attempt(deps: DeliveryDeps, one: Attempt): Promise<Ack> {
  const startedAt = deps.now();
  const about = { at: startedAt, name: nameOf(one) };
  const sent = { envelopeId: one.envelopeId, retryAttempt: one.number };
  deps.feed.publish({
    type: 'log',
    entry: { ...about, kind: 'envelope', ok: true, detail: { ...sent, payload: one.payload } },
  });

  const answer = await deps.transport.attempt(one);
  const ack: Ack = answer.acked && deps.faults.take('ack') ? { acked: false } : answer;

  const detail = { ...sent, milliseconds: deps.now() - startedAt, ...(ack.acked ? { payload: ack.payload } : {}) };
  deps.feed.publish({ type: 'log', entry: { ...about, at: deps.now(), kind: 'ack', ok: ack.acked, detail } });
  return ack;
}
