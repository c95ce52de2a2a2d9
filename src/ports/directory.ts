import type { TeamId, UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';

/** Who somebody is, from Slack's profile, the configured groups and the CRM's verified e-mail. */
export interface Directory {
  /** `ask` may be 5 minutes old, `decide` at most 60 seconds. Throws `Unavailable`: then nothing may be decided. */
  resolve(who: { team: TeamId; user: UserId }, purpose: 'ask' | 'decide'): Promise<Principal>;
}
