import { z } from 'zod';
import { COMMAND, CommandBody } from './typed-command.ts';

/** The shortcut that the manifest declares. */
export const SHORTCUT = 'open_ticket';

/** Why Bolt would throw on this interaction, or call nobody and leave it unacknowledged; undefined when it can be routed. */
export function whyUnroutable(body: unknown): string | undefined {
  const command = Command.safeParse(body);
  if (command.success) return whyUnservedCommand(command.data.command, body);
  const interaction = Interaction.safeParse(body);
  if (!interaction.success) return undefined;
  const routable = ROUTABLE.get(interaction.data.type);
  if (!routable) return 'interactions of this type are not served';
  return issueOf(routable, body);
}

/** Bolt takes whatever has a command for one. */
function whyUnservedCommand(name: unknown, body: unknown): string | undefined {
  return name === COMMAND ? issueOf(CommandBody, body) : 'slash commands of this name are not served';
}

function issueOf(schema: z.ZodType, body: unknown): string | undefined {
  const issue = schema.safeParse(body).error?.issues[0];
  return issue && `${issue.path.join('.')} is missing or malformed`;
}

const Command = z.object({ command: z.unknown().refine((command) => command !== undefined) });
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
  [
    'message_action',
    z.object({ user: identified, channel: identified, callback_id: z.literal(SHORTCUT), message: z.object() }),
  ],
  ['view_submission', z.object({ user: identified, view: z.object({ callback_id: z.string() }) })],
]);
