import { z } from 'zod';

/** Why Bolt would throw on this interaction, or call nobody and leave it unacknowledged; undefined when it can be routed. */
export function whyUnroutable(body: unknown): string | undefined {
  if (Command.safeParse(body).success) return 'slash commands are not served';
  const interaction = Interaction.safeParse(body);
  if (!interaction.success) return undefined;
  const routable = ROUTABLE.get(interaction.data.type);
  if (!routable) return 'interactions of this type are not served';
  const issue = routable.safeParse(body).error?.issues[0];
  return issue && `${issue.path.join('.')} is missing or malformed`;
}

const Command = z.object({ command: z.string() });
const Interaction = z.object({ type: z.string() });

const identified = z.object({ id: z.string() });

const ROUTABLE = new Map<string, z.ZodType>([
  [
    'block_actions',
    z.object({
      user: identified,
      channel: identified.optional(),
      actions: z.tuple([z.object({ action_id: z.string() })], z.unknown()),
    }),
  ],
  ['view_submission', z.object({ user: identified, view: z.object({ callback_id: z.string() }) })],
]);
