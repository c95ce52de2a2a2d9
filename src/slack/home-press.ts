import { z } from 'zod';
import { TeamId, UserId } from '../domain/ids.ts';
import type { HomeWish, Visitor } from '../ports/home.ts';
import { FIRST_WISH, parseWish } from './blocks/home/wish.ts';

/** Somebody used a button or a menu of Home that decides nothing. */
export interface HomePress {
  visitor: Visitor;
  /** What they want to see; what they see already where the button says nothing of it. */
  wish: HomeWish;
  /** The same for every delivery of one press. */
  id: string;
}

/** Undefined unless it was pressed in a Home of ours. */
export function readHomePress(body: unknown, appId?: string): HomePress | undefined {
  const read = Body.safeParse(body);
  if (!read.success || isForeign(read.data, appId)) return undefined;
  const { user, team, actions, trigger_id } = read.data;
  const visitorTeam = TeamId.safeParse(user.team_id ?? team?.id);
  if (!visitorTeam.success) return undefined;
  return {
    visitor: { team: visitorTeam.data, user: user.id },
    wish: wishOf(read.data),
    id: `${actions[0].action_ts ?? ''}:${(trigger_id ?? '').slice(-60)}`,
  };
}

const isForeign = ({ api_app_id }: Body, appId: string | undefined): boolean =>
  Boolean(appId && api_app_id && api_app_id !== appId);

const wishOf = ({ actions: [action], view }: Body): HomeWish =>
  parseWish(action.selected_option?.value ?? action.value ?? '') ??
  parseWish(view.private_metadata ?? '') ??
  FIRST_WISH;

const Body = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  trigger_id: z.string().nullish(),
  view: z.object({ type: z.literal('home'), private_metadata: z.string().nullish() }),
  actions: z.tuple(
    [
      z.object({
        value: z.string().nullish(),
        selected_option: z.object({ value: z.string() }).nullish(),
        action_ts: z.string().max(40).nullish(),
      }),
    ],
    z.unknown(),
  ),
});
type Body = z.infer<typeof Body>;
