import type { Approval } from '../domain/approval.ts';
import type { PersonId, UserId } from '../domain/ids.ts';
import { statementsOf } from '../domain/testimony.ts';

/** Slack's id of everybody whom the ledger's row names: the audit knows them by their person id. */
export function peopleOf(approval: Approval): ReadonlyMap<string, UserId> {
  const { requester, editor, questions, decisions } = approval;
  const people: readonly (readonly [PersonId | 'policy', UserId | undefined])[] = [
    [requester.person, requester.slackUser],
    ...(editor ? [[editor.person, editor.slackUser] as const] : []),
    ...questions.map(({ by, slackUser }) => [by, slackUser] as const),
    ...decisions.map(({ by, slackUser }) => [by, slackUser] as const),
    ...statementsOf(approval).map(({ by, slackUser }) => [by, slackUser] as const),
  ];
  return new Map(people.flatMap(([person, user]) => (user === undefined ? [] : [[person, user] as const])));
}
