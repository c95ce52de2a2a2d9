import type { App, ReceiverEvent } from '@slack/bolt';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { Log } from '../ports/log.ts';
import { toJob } from './inbound.ts';
import type { Ignored, Self } from './message-event.ts';
import { whyUnroutable } from './why-unroutable.ts';

export interface IntakeDeps {
  engine: Pick<Engine, 'enqueue'>;
  crashPoint: CrashPoint;
  log: Log;
  self: Self;
  onEvent?: (result: Taken) => void;
}
/** What became of an event: a new job, one that was here before, or none. */
export type Taken = { kind: 'new' | 'seen'; job: Job } | Ignored;

/**
 * Makes every event a durable job before Slack is told that it arrived; Bolt would acknowledge first and lose it in a crash.
 * One that cannot be saved stays unacknowledged, so that Slack sends it again. Interactions go to Bolt's listeners, unless
 * Bolt could not route them: those are acknowledged and dropped.
 */
export function takeIn(deps: IntakeDeps, app: App): void {
  const dispatch = app.processEvent.bind(app);
  const processEvent = (event: ReceiverEvent): Promise<void> =>
    isEvent(event.body) ? takeEvent(deps, event) : passOn(deps, event, dispatch);
  Object.assign(app, { processEvent });
}

async function takeEvent(deps: IntakeDeps, event: ReceiverEvent): Promise<void> {
  const taken = await take(deps, toJob(event.body, deps.self));
  deps.onEvent?.(taken);
  await event.ack();
}

async function take(deps: IntakeDeps, wanted: Job | Ignored): Promise<Taken> {
  if (wanted.kind === 'ignored') {
    deps.log.debug({ reason: wanted.reason }, 'event ignored');
    return wanted;
  }
  deps.crashPoint('intake:before-enqueue');
  const isNew = await deps.engine.enqueue(wanted);
  deps.crashPoint('intake:after-enqueue');
  return { kind: isNew ? 'new' : 'seen', job: wanted };
}

async function passOn({ log }: IntakeDeps, event: ReceiverEvent, dispatch: App['processEvent']): Promise<void> {
  const reason = whyUnroutable(event.body);
  if (reason === undefined) return dispatch(event);
  log.warn({ reason }, 'interaction dropped');
  await event.ack();
}

/** Events come with an inner `event`; a rate limit notice is one without. */
const isEvent = (body: unknown): boolean =>
  typeof body === 'object' &&
  body !== null &&
  ('event' in body || ('type' in body && (body.type === 'event_callback' || body.type === 'app_rate_limited')));
