import { z } from 'zod';
import { ChannelId, TeamId, UserId } from '../domain/ids.ts';
import type { HomeWish, Visitor } from '../ports/home.ts';
import { parseWish } from './blocks/home/wish.ts';

export const HOME_OPENED = 'app_home_opened';

export interface Visit {
  visitor: Visitor;
  /** Slack's name for the event, under which it may come again. */
  event: string;
  /** What they saw there last; absent: nothing of ours. */
  wish?: HomeWish;
}

/** Somebody opened Home; undefined for everything else, their messages with the bot among it. */
export function readVisit(body: unknown): Visit | undefined {
  const read = Opened.safeParse(body);
  if (!read.success) return undefined;
  const { team_id, authorizations, event_id, event } = read.data;
  const team = TeamId.safeParse(authorizations?.[0]?.team_id || team_id);
  if (!team.success) return undefined;
  const wish = parseWish(event.view?.private_metadata ?? '');
  return { visitor: { team: team.data, user: event.user }, event: event_id, ...(wish ? { wish } : {}) };
}

/** Somebody opened their direct messages with the bot. */
export interface MessagesOpened {
  visitor: Visitor;
  channel: ChannelId;
}

/** Undefined for everything else. */
export function readMessagesOpened(body: unknown): MessagesOpened | undefined {
  const read = MessagesTab.safeParse(body);
  if (!read.success) return undefined;
  const { team_id, authorizations, event } = read.data;
  const team = TeamId.safeParse(authorizations?.[0]?.team_id || team_id);
  return team.success ? { visitor: { team: team.data, user: event.user }, channel: event.channel } : undefined;
}

const place = {
  team_id: z.string().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish() })).nullish(),
};

/** https://docs.slack.dev/reference/events/app_home_opened */
const Opened = z.object({
  ...place,
  event_id: z.string().min(1).max(100),
  event: z.object({
    type: z.literal(HOME_OPENED),
    tab: z.literal('home'),
    user: UserId.max(40),
    view: z.object({ private_metadata: z.string().nullish() }).nullish(),
  }),
});

const MessagesTab = z.object({
  ...place,
  event: z.object({
    type: z.literal(HOME_OPENED),
    tab: z.literal('messages'),
    user: UserId.max(40),
    channel: ChannelId.max(40),
  }),
});
