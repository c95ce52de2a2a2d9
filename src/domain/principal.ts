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
  /** A guest, or somebody of another workspace: may ask the knowledge base only. */
  external: boolean;
}

export const isStaff = (who: Principal): boolean => who.role !== 'customer' && !who.external;

/** A customer sees what is their own; staff sees every customer. Not allowed must read exactly like not found. */
export function maySee(asker: Principal, owner: CustomerId): boolean {
  if (asker.external) return false;
  return isStaff(asker) || asker.customerId === owner;
}
