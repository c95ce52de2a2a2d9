import { z } from 'zod';

/** Why Bolt would throw on this interaction, or call nobody and leave it unacknowledged; undefined when it can be routed. */
export function whyUnroutable(body: unknown): string | undefined {
  const interaction = Interaction.safeParse(body);
  if (!interaction.success) return undefined;
  const issue = ROUTABLE[interaction.data.type].safeParse(body).error?.issues[0];
  return issue && `${issue.path.join('.')} is missing or malformed`;
}

const Interaction = z.object({ type: z.enum(['block_actions', 'view_submission', 'view_closed']) });

const identified = z.object({ id: z.string() });
const view = z.object({ user: identified, view: z.object({}) });

const ROUTABLE = {
  block_actions: z.object({
    user: identified,
    channel: identified.optional(),
    actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()),
  }),
  view_submission: view,
  view_closed: view,
};
