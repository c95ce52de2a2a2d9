import type { Pending } from '../../domain/approval.ts';
import type { Decision } from '../../domain/ledger.ts';
import type { PeopleRequirement } from '../../domain/requirement.ts';
import { mention, clock } from './slack-tokens.ts';

/** `one agent`, `two people, at least one lead` */
export function requirementWords({ count, role }: PeopleRequirement): string {
  if (count === 1) return role === 'lead' ? 'a lead' : 'one agent';
  return role === 'lead' ? 'two people, at least one lead' : 'two agents';
}

/** `1 of 2: approved by <@U1> 14:10 · a lead is still needed`; undefined before the first yes. */
export function stillMissing({ needs, decisions }: Pending): string | undefined {
  const given = approvers(decisions);
  if (given === undefined) return undefined;
  const hasRole = needs.role === 'agent' || decisions.some(({ role }) => role === 'lead');
  const missing = hasRole ? 'one more colleague' : 'a lead';
  return `${decisions.length} of ${needs.count}: approved by ${given} · ${missing} is still needed`;
}

/** Whom a card or an answer names for a decision. */
export const decider = ({ slackUser }: Decision): string => (slackUser === undefined ? 'policy' : mention(slackUser));

/** `<@U1> 14:12 and <@U2> 14:20`; undefined when nobody approved. */
export function approvers(decisions: readonly Decision[]): string | undefined {
  const names = decisions
    .filter(({ verdict }) => verdict === 'approve')
    .map((decision) => `${decider(decision)} ${clock(decision.at)}`);
  return names.length === 0 ? undefined : names.join(' and ');
}
