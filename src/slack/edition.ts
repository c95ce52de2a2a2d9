import { z } from 'zod';
import { JobId, conversationOf } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { EditJob } from '../ports/jobs.ts';
import { AttachedFile } from './attached-files.ts';
import { aliasOf, ignore, placeOf, whyNotAPerson } from './message-event.ts';
import type { Envelope, Ignored, MessageEvent, Self } from './message-event.ts';
import { SERVED_SUBTYPES, asTyped, isDirect, mentions, said } from './said.ts';

export const isEdition = ({ subtype }: MessageEvent): boolean => subtype === 'message_changed';

/** The job for a message to which its author gave another text. A preview that Slack adds changes none, and what is not for the bot stays so. */
export function toEdition(body: Envelope, event: MessageEvent, self: Self): Job | Ignored {
  const now = Version.safeParse(event.message);
  const before = Version.safeParse(event.previous_message);
  if (!now.success || !before.success) return ignore('edited');
  const reason = whyNotAPerson(now.data, self) ?? whyNotThisKind(now.data);
  if (reason !== undefined) return ignore(reason);
  const isOther = asTyped(now.data.text, self) !== asTyped(before.data.text, self);
  if (!isOther || !isForUs(event, [now.data, before.data], self)) return ignore('edited');
  return asJob(body, { ...now.data, channel: event.channel }, { editedAt: now.data.edited?.ts ?? event.ts, self });
}

const whyNotThisKind = ({ subtype }: Version): Ignored['reason'] | undefined =>
  subtype && !SERVED_SUBTYPES.includes(subtype) ? 'subtype' : undefined;

const isForUs = (event: MessageEvent, versions: readonly Version[], { botUserId }: Self): boolean =>
  isDirect(event) || versions.some(({ thread_ts, text }) => Boolean(thread_ts) || mentions(text ?? '', botUserId));

interface Edited {
  editedAt: string | null | undefined;
  self: Self;
}

function asJob(
  body: Envelope,
  message: Version & Pick<MessageEvent, 'channel'>,
  { editedAt, self }: Edited,
): Job | Ignored {
  const place = placeOf(body, message, self);
  // A time of the form that every message has.
  const at = placeOf(body, { ...message, ts: editedAt }, self)?.ts;
  if (!place || at === undefined) return ignore('incomplete');
  const { team, channel, user, ts, thread } = place;
  const conversation = conversationOf({ team, channel, ts: thread });
  const data: EditJob = { team, channel, user, ts, conversation, ...said(body, message, self) };
  const id = JobId.parse(`edit:${team}:${channel}:${ts}:${at}`);
  return { id, ...aliasOf(body, place), key: conversation, kind: 'edit', data };
}

const optionalText = z.string().nullish();
/** One of the two messages that Slack compares. */
const Version = z.object({
  subtype: optionalText,
  user: optionalText,
  bot_id: optionalText,
  app_id: optionalText,
  text: optionalText,
  ts: optionalText,
  thread_ts: optionalText,
  files: z.array(AttachedFile).nullish(),
  edited: z.object({ ts: optionalText }).nullish().catch(undefined),
});
type Version = z.infer<typeof Version>;
