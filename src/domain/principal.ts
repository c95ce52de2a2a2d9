import type { CustomerId, PersonId, TeamId, UserId } from './ids.ts';

export type Role = 'customer' | 'agent' | 'lead' | 'admin';

/** Who is writing or clicking, as the directory resolved it from Slack and the CRM; never from what was written. */
export interface Principal {
  person: PersonId;
  slackUser: UserId;
  team: TeamId;
  role: Role;
  /** As Slack shows it; whoever bears it chose it. */
  name?: string;
  /** Absent: no customer record matches a verified e-mail. */
  customerId?: CustomerId;
  /** What gave them their role: `LEADS S0LEADS` (a user group), `AGENTS U0PRIYA` (named in the list), `crm`, `none`. Absent: nobody wrote it down. */
  roleFrom?: string;
  /** A guest, or somebody of another workspace: may ask the knowledge base only. */
  external: boolean;
  /** Those who read the thread may see this customer's records only, or nobody's; absent: nothing narrows what this person may see. */
  only?: CustomerId | 'nobody';
}

/** Their role and what gave it to them, to be kept with what they do. */
export const standingOf = ({ role, roleFrom }: Pick<Principal, 'role' | 'roleFrom'>) => ({
  role,
  ...(roleFrom === undefined ? {} : { roleFrom }),
});

/** Configures, and pauses what is carried out. */
export const isAdmin = ({ role, external }: Principal): boolean => role === 'admin' && !external;

export const isStaff = (who: Principal): boolean => who.role !== 'customer' && !who.external;

/** What colleagues keep among themselves may be told: nobody else reads along. */
export const isAmongStaff = (who: Principal): boolean => isStaff(who) && who.only === undefined;

/** A customer sees what is their own; staff sees every customer. Not allowed must read exactly like not found. */
export function maySee(asker: Principal, owner: CustomerId): boolean {
  if (asker.external || (asker.only !== undefined && asker.only !== owner)) return false;
  return isStaff(asker) || asker.customerId === owner;
}
