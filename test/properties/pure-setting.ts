import type { Approval } from '../../src/domain/approval.ts';
import { CustomerId, UserId, PersonId } from '../../src/domain/ids.ts';
import type { ApprovalId } from '../../src/domain/ids.ts';
import type { Ledger } from '../../src/domain/ledger.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { PeopleRequirement } from '../../src/domain/requirement.ts';
import { HOUR } from '../../src/domain/time.ts';
import { admin, alice, lea, NOON, priya, tom } from '../fakes/approvals.ts';
import { openCompany } from './pure-company.ts';
import type { Company } from './pure-company.ts';

export const DECIDE_WITHIN = 2 * HOUR;
export const BENEFICIARY = CustomerId.parse('cust_123');

/** Everything around the pure ledger, as small as it can be: a table with a guard, a clock, people, a policy, a company. */
export interface World {
  company: Company;
  /** What the time really is. */
  truth: number;
  /** How far the bot's clock is ahead of it. */
  skew: number;
  /** The latest moment that the ledger knows. */
  mark: number;
  strictPolicy: boolean;
  people: Principal[];
  ledger: Map<ApprovalId, Approval>;
  seen: Map<ApprovalId, Seen>;
  ids: number;
}

/** What the test itself remembers about a request, so that it need not believe the ledger. */
export interface Seen {
  /** What people were shown. */
  displayed: string;
  requester: PersonId;
  editor: PersonId | undefined;
  people: { count: number; lead: boolean };
  yes: { person: PersonId; lead: boolean; at: number }[];
  /** Its clock: how long it ran before `since`; `stands` since then, because something was asked. */
  clock: { ran: number; since: number; stands: boolean };
  begun: boolean;
}

/** Priya has two accounts, the lead Ada is the beneficiary, Eve is of another company. */
const PEOPLE: readonly Principal[] = [
  alice,
  priya,
  { ...lea, person: priya.person, slackUser: UserId.parse('UPRIYA2') },
  tom,
  lea,
  { ...lea, person: PersonId.parse('person_ada'), slackUser: UserId.parse('UADA'), customerId: BENEFICIARY },
  admin,
  { ...lea, person: PersonId.parse('person_eve'), slackUser: UserId.parse('UEVE'), external: true },
];

export const openWorld = (keyed: boolean, strictPolicy: boolean): World => ({
  company: openCompany(keyed),
  truth: NOON,
  skew: 0,
  mark: NOON,
  strictPolicy,
  people: [...PEOPLE],
  ledger: new Map(),
  seen: new Map(),
  ids: 0,
});

/** Never earlier than what is written already, whatever the clock says. */
export const nowIn = ({ truth, skew, mark }: World): number => Math.max(truth + skew, mark);

export const approvalsIn = ({ ledger }: World): readonly Approval[] => [...ledger.values()];

const people = (count: 1 | 2, role: 'agent' | 'lead'): PeopleRequirement => ({ kind: 'people', count, role });

/** Who must agree to an amount. */
export function policyFor(amount: number, strict: boolean): Ledger['needs'] {
  if (amount <= 1_000) return strict ? people(1, 'agent') : { kind: 'auto' };
  if (amount <= 2_500) return people(1, strict ? 'lead' : 'agent');
  if (amount <= 4_000) return strict ? people(2, 'lead') : people(1, 'lead');
  return people(2, strict ? 'lead' : 'agent');
}
