import { Unavailable } from '../../domain/errors.ts';
import type { Principal } from '../../domain/principal.ts';
import type { SlashCommand } from '../../ports/commands.ts';
import type { Directory } from '../../ports/directory.ts';
import type { Log } from '../../ports/log.ts';
import type { Wish } from './read-command.ts';

/** What shows the queue or holds executions back wants to know it as freshly as a decision does. */
const FRESHNESS: Record<Wish['kind'], Parameters<Directory['resolve']>[1]> = {
  help: 'ask',
  ticket: 'ask',
  approvals: 'decide',
  pause: 'decide',
  resume: 'decide',
};

/** Undefined: it cannot be told now. Throws `Unavailable('store')`. */
export async function whoTyped(
  { directory, log }: { directory: Directory; log: Log },
  { team, user }: SlashCommand,
  wish: Wish,
): Promise<Principal | undefined> {
  try {
    return await directory.resolve({ team, user }, FRESHNESS[wish.kind]);
  } catch (error) {
    // What was looked up is kept in the store: its own fault is told as such.
    if (!(error instanceof Unavailable) || error.system === 'store') throw error;
    log.warn({ command: wish.kind, system: error.system }, 'role of whoever typed a command could not be read');
    return undefined;
  }
}
