import { z } from 'zod';
import { JobId, conversationOf } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { DeletionJob } from '../ports/jobs.ts';
import { aliasOf, ignore, placeOf, whyNotAPerson } from './message-event.ts';
import type { Envelope, Ignored, MessageEvent, Self } from './message-event.ts';

/** A first message that has replies is not taken away: Slack puts a tombstone in its place. */
export const isDeletion = ({ subtype, message }: MessageEvent): boolean =>
  subtype === 'message_deleted' || (subtype === 'message_changed' && Tombstone.safeParse(message).success);

/** The job for a message that a person wrote and that is gone; nobody else's matters. */
export function toDeletion(body: Envelope, event: MessageEvent, self: Self): Job | Ignored {
  const before = Before.safeParse(event.previous_message);
  if (!before.success) return ignore('incomplete');
  const reason = whyNotAPerson(before.data, self);
  if (reason !== undefined) return ignore(reason);
  const ts = event.deleted_ts ?? Tombstone.safeParse(event.message).data?.ts;
  const place = placeOf(body, { ...before.data, channel: event.channel, ts }, self);
  if (!place) return ignore('incomplete');
  const { team, channel, thread } = place;
  const conversation = conversationOf({ team, channel, ts: thread });
  const data: DeletionJob = { conversation, ts: place.ts };
  const id = JobId.parse(`del:${team}:${channel}:${place.ts}`);
  return { id, ...aliasOf(body, place), key: conversation, kind: 'deletion', data };
}

const Tombstone = z.object({ subtype: z.literal('tombstone'), ts: z.string() });

const optionalText = z.string().nullish();
const Before = z.object({
  subtype: optionalText,
  user: optionalText,
  bot_id: optionalText,
  app_id: optionalText,
  thread_ts: optionalText,
});
