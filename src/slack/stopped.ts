import { JobId, conversationOf } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { StopJob } from '../ports/jobs.ts';
import { aliasOf, ignore, placeOf } from './message-event.ts';
import type { Envelope, Ignored, MessageEvent, Self } from './message-event.ts';

/** Somebody pressed Stop in a thread in which the bot was working. */
export const STOPPED = 'agent_session_stopped';

/** The job for it; a thread is always named. */
export function toStop(body: Envelope, event: MessageEvent, self: Self): Job | Ignored {
  const place = placeOf(body, { ...event, ts: event.event_ts }, self);
  if (!place || !event.thread_ts) return ignore('incomplete');
  const { team, channel, user, ts, thread } = place;
  const conversation = conversationOf({ team, channel, ts: thread });
  const data: StopJob = { conversation, user };
  const id = JobId.parse(`stop:${team}:${channel}:${thread}:${ts}`);
  return { id, ...aliasOf(body, place), key: conversation, kind: 'stop', data };
}
