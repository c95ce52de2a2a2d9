import { webApi } from './sdk.ts';
import { z } from 'zod';
import { Unavailable } from '../domain/errors.ts';
import type { ChannelId } from '../domain/ids.ts';
import { ok, refuse } from '../domain/result.ts';
import type { Refusal, Result } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE } from '../domain/time.ts';
import type { SlackClient } from './client.ts';

const TRUST_FOR = 5 * MINUTE;

export interface ApprovalsChannelDeps {
  client: SlackClient;
  now: () => Instant;
}
/** Whether cards may be shown in the channel: to colleagues only, and by a member. Throws `Unavailable('slack')`. */
export type CheckApprovalsChannel = () => Promise<Result<ChannelId, Refusal>>;

/** A good answer is believed for five minutes, a bad one is asked for again. */
export function approvalsChannelCheck(deps: ApprovalsChannelDeps, channel: ChannelId): CheckApprovalsChannel {
  let goodSince = -Infinity; // the only thing remembered between checks
  return async () => {
    if (deps.now() - goodSince <= TRUST_FOR) return ok(channel);
    const asked = deps.now();
    const problem = problemOf(await readChannel(deps.client, channel));
    if (problem) return refuse({ code: problem, message: `APPROVALS_CHANNEL ${channel} ${PROBLEMS[problem]}` });
    goodSince = asked;
    return ok(channel);
  };
}

type Problem = 'not-found' | 'archived' | 'shared' | 'not-a-channel' | 'not-a-member';
const PROBLEMS: Record<Problem, string> = {
  'not-found': 'does not exist, or the bot is not in it. Invite the bot with /invite, or name another channel.',
  archived: 'is archived. Unarchive it, or name another channel.',
  shared: 'is shared with another company, so cards would leak. Name an internal channel.',
  'not-a-channel': 'is a direct message. Name a channel.',
  'not-a-member': 'does not have the bot as a member. Invite it with /invite.',
};

const Channel = z.object({
  is_archived: z.boolean().optional(),
  is_ext_shared: z.boolean().optional(),
  is_pending_ext_shared: z.boolean().optional(),
  is_shared: z.boolean().optional(),
  is_org_shared: z.boolean().optional(),
  is_im: z.boolean().optional(),
  is_mpim: z.boolean().optional(),
  is_member: z.boolean().optional(),
});
type Channel = z.infer<typeof Channel>;

function problemOf(channel: Channel | undefined): Problem | undefined {
  if (channel === undefined) return 'not-found';
  if (channel.is_archived) return 'archived';
  if (isSharedOutside(channel)) return 'shared';
  if (channel.is_im || channel.is_mpim) return 'not-a-channel';
  return channel.is_member === false ? 'not-a-member' : undefined;
}

/** An invitation that another company has not yet accepted counts. `is_shared` alone may mean two workspaces of one company. */
const isSharedOutside = (channel: Channel): boolean =>
  Boolean(channel.is_ext_shared || channel.is_pending_ext_shared || (channel.is_shared && !channel.is_org_shared));

async function readChannel(client: SlackClient, channel: ChannelId): Promise<Channel | undefined> {
  try {
    const answer = await client.apiCall('conversations.info', { channel });
    return z.object({ channel: Channel }).parse(answer).channel;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'channel_not_found') return undefined;
    throw new Unavailable('slack', { cause: error });
  }
}
