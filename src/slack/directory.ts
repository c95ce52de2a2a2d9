import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CustomerId, PersonId, TeamId, UserId } from '../domain/ids.ts';
import type { Principal, Role } from '../domain/principal.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE, SECOND } from '../domain/time.ts';
import type { Crm } from '../ports/company.ts';
import type { Directory } from '../ports/directory.ts';
import { askedTwiceMore } from './asked-again.ts';
import type { SlackClient } from './client.ts';
import { freshly } from './freshly.ts';
import type { Cache, Freshly } from './freshly.ts';
import { Profile, STRANGER, readProfile } from './profile.ts';
import type { Who } from './profile.ts';
import { positionOf } from './roles.ts';
import type { Position, Staff } from './roles.ts';

export interface DirectoryDeps {
  client: SlackClient;
  crm: Pick<Crm, 'customerByEmail'>;
  cache: Cache;
  staff: Staff;
  /** The workspace the bot is installed in. */
  teamId: TeamId;
  now: () => Instant;
  /** Absent: the platform's. */
  sleep?: (milliseconds: number) => Promise<unknown>;
}

const NO_POSITION: Position = { role: 'customer' };

/** For so long somebody who asks is taken as a whole, which is one look at the cache a turn instead of several. */
const TOGETHER = 30 * SECOND;
/** The oldest look-up that may be believed; for asking, five minutes with the time above. */
const MAX_AGE = { ask: 5 * MINUTE - TOGETHER, decide: 60 * SECOND };

export function slackDirectory(deps: DirectoryDeps): Directory {
  const sources = { ...deps, fresh: freshly(deps) };
  return {
    resolve: (who, purpose) => {
      const read = () => readPrincipal(sources, who, purpose);
      if (purpose === 'decide') return read();
      // Whoever asks waits rather than being told that nobody knows them; who decides presses again.
      return sources.fresh(
        { key: `asker:${who.team}:${who.user}`, schema: Asker, read: () => askedTwiceMore(read, deps.sleep) },
        TOGETHER,
      );
    },
  };
}

type Sources = DirectoryDeps & { fresh: Freshly };

const Asker: z.ZodType<Principal> = z.object({
  person: PersonId,
  slackUser: UserId,
  team: TeamId,
  role: z.enum(['customer', 'agent', 'lead', 'admin']),
  name: z.string().exactOptional(),
  customerId: CustomerId.exactOptional(),
  roleFrom: z.string().exactOptional(),
  external: z.boolean(),
});

async function readPrincipal(sources: Sources, who: Who, purpose: 'ask' | 'decide'): Promise<Principal> {
  // Both are calls to Slack: somebody new waits for the slower one only.
  const [profile, { role, from }] = await Promise.all([
    profileOf(sources, who, MAX_AGE[purpose]),
    who.team === sources.teamId ? positionOf(sources, who.user, MAX_AGE[purpose]) : NO_POSITION,
  ]);
  const person = personOf(who, profile.email);
  const named = profile.name === undefined ? {} : { name: profile.name };
  const principal = { person, slackUser: who.user, team: who.team, ...named };
  if (!profile.isMember) return { ...principal, role: 'customer', roleFrom: 'none', external: true };
  const customer = await customerOf(sources, { email: profile.email, role, purpose });
  const roleFrom = from ?? (customer.customerId === undefined ? 'none' : 'crm');
  return { ...principal, role, roleFrom, external: false, ...customer };
}

/** Whoever acts from another workspace is a stranger, whatever ours says about that id. */
async function profileOf({ client, fresh, teamId }: Sources, who: Who, maxAge: number): Promise<Profile> {
  if (who.team !== teamId) return STRANGER;
  const read = () => readProfile(client, who, teamId);
  return fresh({ key: `profile:${who.team}:${who.user}`, schema: Profile, read }, maxAge);
}

const personOf = ({ team, user }: Who, email: string | undefined): PersonId =>
  PersonId.parse(email === undefined ? `slack:${team}:${user}` : `person_${digest(email).slice(0, 16)}`);

interface Beneficiary {
  email: string | undefined;
  role: Role;
  purpose: 'ask' | 'decide';
}

/**
 * Staff ask for others, so who they are to the CRM matters only when they decide: then they must not decide for themselves.
 * Admins decide nothing, and what they may do must not wait for the CRM.
 */
async function customerOf(
  { crm, fresh }: Sources,
  { email, role, purpose }: Beneficiary,
): Promise<Pick<Principal, 'customerId'>> {
  if (email === undefined || role === 'admin' || (role !== 'customer' && purpose === 'ask')) return {};
  const read = async () => ({ id: (await crm.customerByEmail(email))?.id });
  const { id } = await fresh({ key: `customer:${digest(email)}`, schema: Match, read }, MAX_AGE[purpose]);
  return id === undefined ? {} : { customerId: id };
}

const Match = z.object({ id: CustomerId.optional() });

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
