import type { App, ReceiverEvent } from '@slack/bolt';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { Log } from '../ports/log.ts';
import { readMessagesOpened, readVisit } from './home-visit.ts';
import { toJob } from './inbound.ts';
import type { Ignored, Self } from './message-event.ts';
import { whyUnroutable } from './why-unroutable.ts';

export interface IntakeDeps {
  engine: Pick<Engine, 'enqueue'>;
  crashPoint: CrashPoint;
  log: Log;
  self: Self;
  onEvent?: (result: Taken) => void;
  /** Something came; what this returns is called when Slack was told that it arrived. */
  onArrival?: () => () => void;
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
  const processEvent = (arrived: ReceiverEvent): Promise<void> => {
    const event = timed(deps, arrived);
    return isEvent(event.body) ? takeEvent(deps, event, dispatch) : passOn(deps, event, dispatch);
  };
  Object.assign(app, { processEvent });
}

function timed({ onArrival }: IntakeDeps, event: ReceiverEvent): ReceiverEvent {
  if (!onArrival) return event;
  const onAck = onArrival();
  const ack: ReceiverEvent['ack'] = async (...answer) => {
    await event.ack(...answer);
    onAck();
  };
  return { ...event, ack };
}

/** Whoever opens Home or their messages gets something at once or opens it again: no job is made of that. */
async function takeEvent(deps: IntakeDeps, event: ReceiverEvent, dispatch: App['processEvent']): Promise<void> {
  const wanted = toJob(event.body, deps.self);
  if (wanted.kind === 'ignored' && isOpening(wanted, event.body)) return dispatch(event);
  const taken = await take(deps, wanted);
  deps.onEvent?.(taken);
  await event.ack();
}

const isOpening = ({ reason }: Ignored, body: unknown): boolean =>
  reason === 'unserved-event' && Boolean(readVisit(body) ?? readMessagesOpened(body));

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
