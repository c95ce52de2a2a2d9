import { z } from 'zod';
import { TeamId, UserId } from '../domain/ids.ts';
import type { Submission } from '../ports/desk.ts';
import { parseSubmission } from './blocks/forms/submission.ts';

export type SentForm = { kind: 'sent'; submission: Submission } | { kind: 'other-app' | 'unreadable' };

/** Who sent it comes from Slack; the form's own data only names the request. `appId` is the bot's own, if known. */
export function readSentForm(body: unknown, appId?: string): SentForm {
  const read = Body.safeParse(body);
  if (!read.success) return { kind: 'unreadable' };
  const { user, team, api_app_id, view } = read.data;
  if (appId !== undefined && [api_app_id, view.app_id].some((id) => id && id !== appId)) return { kind: 'other-app' };
  const sender = TeamId.safeParse(user.team_id ?? team?.id);
  const parsed = parseSubmission(view);
  if (!sender.success || !parsed) return { kind: 'unreadable' };
  return { kind: 'sent', submission: { ...parsed, team: sender.data, user: user.id } };
}

const Body = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  view: z.looseObject({ app_id: z.string().nullish() }),
});
