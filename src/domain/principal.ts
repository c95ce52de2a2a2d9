import type { CustomerId, PersonId, TeamId, UserId } from './ids.ts';

export type Role = 'customer' | 'agent' | 'lead' | 'admin';

/** Who is writing or clicking, as the directory resolved it from Slack and the CRM; never from what was written. */
export interface Principal {
  person: PersonId;
  slackUser: UserId;
  team: TeamId;
  role: Role;
  /** Absent: no customer record matches a verified e-mail. */
  customerId?: CustomerId;
  /** What gave them their role: `LEADS S0LEADS` (a user group), `AGENTS U0PRIYA` (named in the list), `crm`, `none`. Absent: nobody wrote it down. */
  roleFrom?: string;
  /** A guest, or somebody of another workspace: may ask the knowledge base only. */
  external: boolean;
}

/** Their role and what gave it to them, to be kept with what they do. */
export const standingOf = ({ role, roleFrom }: Pick<Principal, 'role' | 'roleFrom'>) => ({
  role,
  ...(roleFrom === undefined ? {} : { roleFrom }),
});

/** Configures, and pauses what is carried out. */
export const isAdmin = ({ role, external }: Principal): boolean => role === 'admin' && !external;

export const isStaff = (who: Principal): boolean => who.role !== 'customer' && !who.external;

/** A customer sees what is their own; staff sees every customer. Not allowed must read exactly like not found. */
export function maySee(asker: Principal, owner: CustomerId): boolean {
  if (asker.external) return false;
  return isStaff(asker) || asker.customerId === owner;
}
