import type { Decision, PeopleRequirement } from '../../domain/approval.ts';
import { mention, clock } from './slack-tokens.ts';

/** `one agent`, `two people, at least one lead` */
export function requirementWords({ count, role }: PeopleRequirement): string {
  if (count === 1) return role === 'lead' ? 'a lead' : 'one agent';
  return role === 'lead' ? 'two people, at least one lead' : 'two agents';
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
