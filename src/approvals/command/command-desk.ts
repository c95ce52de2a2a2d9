import { JobId } from '../../domain/ids.ts';
import { isStaff, standingOf } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import type { CommandAnswer, CommandDesk, CommandRefusal, SlashCommand } from '../../ports/commands.ts';
import type { Crm } from '../../ports/company.ts';
import type { ApprovalDeps } from '../deps.ts';
import { listApprovals } from './list-approvals.ts';
import { pause, resume } from './pause-and-resume.ts';
import { readCommand } from './read-command.ts';
import type { Wish } from './read-command.ts';
import { showTicket } from './show-ticket.ts';
import { whoTyped } from './who-typed.ts';

export type CommandDeps = ApprovalDeps & { crm: Crm };

/** Serves `/support …`. */
export const commandDesk = (deps: CommandDeps): CommandDesk => ({
  answer: async (command) => {
    const wish = readCommand(command.text);
    const by = await whoTyped(deps, command, wish);
    const answer = await answerTo(deps, { wish, by, once: jobOf(command) });
    if (answer.kind === 'refused') await noteRefusal(deps, { command, wish, by, why: answer.why });
    return answer;
  },
});

/** The same for every delivery of one command. */
const jobOf = ({ id }: SlashCommand): JobId => JobId.parse(`command:${id}`);

interface Typed {
  wish: Wish;
  by: Principal | undefined;
  once: JobId;
}

async function answerTo(deps: CommandDeps, { wish, by, once }: Typed): Promise<CommandAnswer> {
  if (!by) return { kind: 'refused', why: 'role-unknown' };
  if (by.external) return { kind: 'refused', why: 'external' };
  switch (wish.kind) {
    case 'help':
      return { ...wish, staff: isStaff(by), admin: by.role === 'admin' };
    case 'approvals':
      return listApprovals(deps, by);
    case 'ticket':
      return wish.id === undefined ? { kind: 'which-ticket' } : showTicket(deps, by, wish.id);
    case 'pause':
      return pause(deps, by, once);
    case 'resume':
      return resume(deps, by, once);
  }
}

interface Refused {
  command: SlashCommand;
  wish: Wish;
  by: Principal | undefined;
  why: CommandRefusal;
}

/** Once for each command, however often it was delivered; never what was typed. */
async function noteRefusal({ store, now, log }: CommandDeps, { command, wish, by, why }: Refused): Promise<void> {
  const { team, user, channel } = command;
  log.info({ command: wish.kind, refusal: why }, 'command refused');
  const actor = by ? { actor: by.person, ...standingOf(by) } : { actor: `slack:${team}:${user}` };
  await store.commit({
    done: jobOf(command),
    audit: [{ at: now(), event: `refused:${why}`, ...actor, detail: { command: wish.kind, channel, user } }],
  });
}
