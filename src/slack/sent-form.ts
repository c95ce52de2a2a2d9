import { z } from 'zod';
import { TeamId, UserId } from '../domain/ids.ts';
import type { Submission } from '../ports/desk.ts';
import type { HomeWish } from '../ports/home.ts';
import { parseSubmission } from './blocks/forms/submission.ts';
import type { Seal } from './seal.ts';

/** `altered`: not as it was opened for this person. `wish`: the form was opened from Home, which shows that. */
export type SentForm =
  | { kind: 'sent'; submission: Submission; wish?: HomeWish }
  | { kind: 'other-app' | 'unreadable' | 'altered' };

/** Who sent it comes from Slack; the form's own data only names the request. `appId` is the bot's own, if known. */
export function readSentForm(body: unknown, seal: Pick<Seal, 'isWhole'>, appId?: string): SentForm {
  const read = Body.safeParse(body);
  if (!read.success) return { kind: 'unreadable' };
  const { user, team, api_app_id, view } = read.data;
  if (appId !== undefined && [api_app_id, view.app_id].some((id) => id && id !== appId)) return { kind: 'other-app' };
  const sender = TeamId.safeParse(user.team_id ?? team?.id);
  const parsed = parseSubmission(view);
  if (!sender.success || !parsed) return { kind: 'unreadable' };
  if (!seal.isWhole(view, user.id)) return { kind: 'altered' };
  const { wish, ...named } = parsed;
  const submission = { ...named, team: sender.data, user: user.id };
  return { kind: 'sent', submission, ...(wish ? { wish } : {}) };
}

const Body = z.object({
  user: z.object({ id: UserId.max(40), team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  api_app_id: z.string().nullish(),
  view: z.looseObject({
    app_id: z.string().nullish(),
    callback_id: z.string().default(''),
    private_metadata: z.string().default(''),
  }),
});
