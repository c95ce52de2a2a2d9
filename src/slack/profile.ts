import { webApi } from './sdk.ts';
import { z } from 'zod';
import { Unavailable } from '../domain/errors.ts';
import type { TeamId, UserId } from '../domain/ids.ts';
import { visibleText } from '../domain/visible-text.ts';
import { cutText } from './blocks/text.ts';
import type { SlackClient } from './client.ts';

/** What the bot needs to know of a Slack user. */
export const Profile = z.object({
  /** A full member of this company's workspace, and not switched off. */
  isMember: z.boolean(),
  /** Lower case; only of members, and only when Slack has confirmed it. */
  email: z.string().optional(),
  /** Also of strangers; as they chose it, on one line. */
  name: z.string().exactOptional(),
});
export type Profile = z.infer<typeof Profile>;

export interface Who {
  team: TeamId;
  user: UserId;
}

export const STRANGER: Profile = { isMember: false };

/** Somebody whom Slack does not show us is a stranger. Throws `Unavailable('slack')`. */
export async function readProfile(client: SlackClient, who: Who, teamId: TeamId): Promise<Profile> {
  try {
    const answer = await client.apiCall('users.info', { user: who.user });
    const { user } = z.object({ user: User }).parse(answer);
    return toProfile({ ...user, team_id: user.team_id ?? who.team }, teamId);
  } catch (error) {
    if (isHidden(error)) return STRANGER;
    throw new Unavailable('slack', { cause: error });
  }
}

const flag = z.boolean().nullish();
const name = z.string().nullish().catch(undefined);
const User = z.object({
  team_id: z.string().nullish(),
  name,
  real_name: name,
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  is_email_confirmed: flag,
  enterprise_user: z.object({ teams: z.array(z.string()).nullish() }).nullish(),
  profile: z.object({ email: z.string().nullish(), display_name: name, real_name: name }).nullish(),
});
type User = z.infer<typeof User>;

function toProfile(user: User, teamId: TeamId): Profile {
  const named = nameOf(user);
  if (!isHere(user, teamId) || isGuest(user) || user.deleted || user.is_bot) return { ...STRANGER, ...named };
  const email = user.profile?.email?.trim().toLowerCase();
  return { isMember: true, ...(email && user.is_email_confirmed !== false ? { email } : {}), ...named };
}

/** Characters of a name. */
const NAME_LENGTH = 60;

/** What Slack shows beside their messages. */
function nameOf({ name, real_name, profile }: User): Pick<Profile, 'name'> {
  const names = [profile?.display_name, profile?.real_name, real_name, name].map(inOneLine);
  const shown = names.find((one) => one !== '');
  return shown === undefined ? {} : { name: cutText(shown, NAME_LENGTH) };
}

const inOneLine = (text: string | null | undefined): string =>
  visibleText(text ?? '')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** In a company with several workspaces, `team_id` is only one of those a member belongs to. */
const isHere = (user: User, teamId: TeamId): boolean =>
  user.team_id === teamId || (user.enterprise_user?.teams ?? []).includes(teamId);

const isGuest = (user: User): boolean => Boolean(user.is_restricted || user.is_ultra_restricted || user.is_stranger);

const isHidden = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError && ['user_not_found', 'user_not_visible'].includes(error.data.error);
