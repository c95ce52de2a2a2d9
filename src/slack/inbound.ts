import { JobId, conversationOf } from '../domain/ids.ts';
import type { Job } from '../ports/engine.ts';
import type { MessageJob } from '../ports/jobs.ts';
import { isDeletion, toDeletion } from './deletion.ts';
import { isEdition, toEdition } from './edition.ts';
import { Envelope, MessageEvent, aliasOf, ignore, placeOf, whyNotAPerson } from './message-event.ts';
import { SERVED_SUBTYPES, isDirect, mentions, said } from './said.ts';
import { STOPPED, toStop } from './stopped.ts';
import type { Ignored, Self } from './message-event.ts';

/** What a body of the Events API asks the bot to do. The two events of one mention become the same job. */
export function toJob(envelope: unknown, self: Self): Job | Ignored {
  const body = Envelope.safeParse(envelope);
  if (!body.success) return ignore('not-an-event');
  if (!SERVED_EVENTS.includes(body.data.event.type)) return ignore('unserved-event');
  const event = MessageEvent.safeParse(body.data.event);
  if (!event.success) return ignore('incomplete');
  if (event.data.type === STOPPED) return toStop(body.data, event.data, self);
  if (isDeletion(event.data)) return toDeletion(body.data, event.data, self);
  if (isEdition(event.data)) return toEdition(body.data, event.data, self);
  const reason = whyNot(event.data, self);
  return reason === undefined ? asJob(body.data, event.data, self) : ignore(reason);
}

/** Types of inner events; `message` comes by message.channels, message.groups and message.im. */
export const SERVED_EVENTS: readonly string[] = ['app_mention', 'message', STOPPED];

function whyNot(event: MessageEvent, self: Self): Ignored['reason'] | undefined {
  return whyNotThisKind(event) ?? whyNotAPerson(event, self) ?? whyNotForUs(event, self);
}

function whyNotThisKind(event: MessageEvent): Ignored['reason'] | undefined {
  if (event.subtype === 'bot_message') return 'from-a-bot';
  if (event.subtype && !SERVED_SUBTYPES.includes(event.subtype)) return 'subtype';
  if (event.hidden) return 'hidden';
  return event.edited ? 'edited' : undefined;
}

function whyNotForUs(event: MessageEvent, self: Self): Ignored['reason'] | undefined {
  return event.thread_ts || isAddressed(event, self) ? undefined : 'not-addressed';
}

const isAddressed = (event: MessageEvent, self: Self): boolean =>
  event.type === 'app_mention' || isDirect(event) || mentions(event.text ?? '', self.botUserId);

function asJob(body: Envelope, event: MessageEvent, self: Self): Job | Ignored {
  const place = placeOf(body, event, self);
  if (!place) return ignore('incomplete');
  const { team, channel, user, ts, thread } = place;
  const conversation = conversationOf({ team, channel, ts: thread });
  const data: MessageJob = {
    team,
    channel,
    user,
    ts,
    conversation,
    ...said(body, event, self),
    addressed: isAddressed(event, self),
  };
  const id = JobId.parse(`msg:${team}:${channel}:${ts}`);
  return { id, ...aliasOf(body, place), key: conversation, kind: 'message', data };
}
