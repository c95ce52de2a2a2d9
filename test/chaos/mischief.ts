import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { RunningModel } from '../../src/local/model/start-model.ts';
import type { Slack } from '../../src/local/slack/server.ts';
import { luckOf } from './luck.ts';
import type { Trouble } from './plan.ts';
import type { Record as Seen } from './record.ts';

/** Of what people wrote and pressed, how much Slack tells a second time. */
const TWICE = 0.3;
const AGAIN_AFTER = [0, 0, 40, 600, 3_500] as const;

export interface Mischief {
  make(trouble: Trouble): Promise<void>;
  /** From now on everything works. */
  calm(): Promise<void>;
  duplicates(): Omit<Seen['duplicates'], 'stale'>;
  faults(): Promise<Seen['faults']>;
  givenUp(): number;
}

interface Scene {
  slack: Slack;
  model: RunningModel;
  companyFaultsUrl: string;
  seed: number;
}

/** What goes wrong between the bot and its worlds. */
export function mischiefIn(scene: Scene): Mischief {
  const { slack, model, companyFaultsUrl, seed } = scene;
  const luck = luckOf(seed, 'mischief');
  const socket = new Map<string, number>();
  const repeats = repeatsIn(slack, seed);
  const count = (kind: string): void => void socket.set(kind, (socket.get(kind) ?? 0) + 1);
  const send = (method: string, body?: object) =>
    fetch(companyFaultsUrl, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  return {
    make: async (trouble) => {
      switch (trouble.world) {
        case 'slack':
          return slack.faults.add(trouble.method, slackFault(trouble.kind, luck.between(200, 2_500)));
        case 'company': {
          const { system, method, kind } = trouble;
          const status = kind === 'status' ? { status: luck.pick([429, 500, 502, 503]) } : {};
          const ms = kind === 'late' || kind === 'slow' ? { ms: luck.between(200, 2_500) } : {};
          return void (await send('POST', { system, method, kind, times: 1, ...status, ...ms }));
        }
        case 'model':
          return model.faults.add({
            kind: trouble.kind,
            status: luck.pick([429, 500, 503]),
            ms: trouble.kind === 'late' ? luck.between(200, 2_500) : 0,
            times: luck.between(1, 3),
          });
        case 'socket':
          if (trouble.kind === 'lost ack') return slack.faults.add('ack', { kind: 'drop-before' });
          count(trouble.kind);
          return trouble.kind === 'cut' ? slack.cutSockets() : slack.disconnectSockets('refresh_requested');
      }
    },
    calm: async () => {
      repeats.stop();
      slack.faults.clear();
      model.faults.clear();
      await send('DELETE');
    },
    duplicates: repeats.counted,
    faults: async () => ({
      slack: slack.faults.met(),
      company: Counts.parse(await (await fetch(`${companyFaultsUrl}/met`)).json()),
      model: model.faults.met(),
      socket: Object.fromEntries(socket),
    }),
    givenUp: repeats.givenUp,
  };
}

const Counts = z.record(z.string(), z.number());

function slackFault(kind: (Trouble & { world: 'slack' })['kind'], milliseconds: number) {
  switch (kind) {
    case 'status':
      return { kind, status: 500 };
    case '429':
      return { kind, retryAfter: 1 };
    case 'error':
      return { kind, error: 'internal_error' };
    case 'late':
      return { kind, milliseconds };
    case 'drop-before':
    case 'commit-then-drop':
      return { kind };
  }
}

const Envelope = z.object({ payload: z.looseObject({ event_id: z.string().optional() }) });
const Acknowledged = z.object({ envelopeId: z.string() });
const ByPerson = z.object({
  event: z.object({
    type: z.enum(['message', 'app_mention']),
    subtype: z.undefined().optional(),
    bot_id: z.undefined().optional(),
  }),
});
const Click = z.object({ type: z.literal('block_actions') });

/** Tells a part of what happened once more, and keeps account of what never arrived. */
function repeatsIn(slack: Slack, seed: number) {
  const luck = luckOf(seed, 'duplicates');
  const known = new WeakSet<object>();
  const eventOf = new Map<string, string>(); // by envelope
  const open = new Set<string>(); // events by people that were not acknowledged yet
  const state = { isOver: false, events: 0, clicks: 0 };
  const again = async (payload: Record<string, unknown>, kind: 'events' | 'clicks'): Promise<void> => {
    await pause(luck.pick(AGAIN_AFTER));
    if (state.isOver) return;
    state[kind] += 1;
    await slack.deliver(payload, { retryAttempt: 1 });
  };
  slack.feed.subscribe((change) => {
    if (change.type !== 'log') return;
    const envelope = Acknowledged.safeParse(change.entry.detail).data?.envelopeId ?? '';
    if (change.entry.kind === 'ack' && change.entry.ok) return void open.delete(eventOf.get(envelope) ?? '');
    if (change.entry.kind !== 'envelope') return;
    const given = change.entry.detail['payload'];
    if (typeof given !== 'object' || given === null) return;
    const kind = ByPerson.safeParse(given).success ? 'events' : Click.safeParse(given).success ? 'clicks' : undefined;
    const payload = Envelope.safeParse(change.entry.detail).data?.payload;
    if (!kind || !payload) return;
    if (payload.event_id !== undefined) eventOf.set(envelope, payload.event_id);
    if (known.has(given)) return;
    known.add(given);
    if (payload.event_id !== undefined) open.add(payload.event_id);
    // The very object that was sent: it is known when it comes again.
    if (!state.isOver && luck.chance(TWICE)) void again(Object.assign(given), kind);
  });
  return {
    stop: () => void Object.assign(state, { isOver: true }),
    counted: () => ({ events: state.events, clicks: state.clicks }),
    givenUp: () => open.size,
  };
}
