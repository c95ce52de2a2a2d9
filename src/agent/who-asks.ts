import type { Speaker } from '../domain/conversation.ts';
import { Unavailable } from '../domain/errors.ts';
import type { UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { asSpeaker } from '../domain/scope.ts';
import type { Directory } from '../ports/directory.ts';
import type { MessageJob } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';

/** Undefined: it cannot be known at the moment. */
export async function whoAsks(
  { directory, log }: { directory: Directory; log: Log },
  { team, user, conversation }: Pick<MessageJob, 'team' | 'user' | 'conversation'>,
): Promise<Principal | undefined> {
  try {
    return await directory.resolve({ team, user }, 'ask');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log.warn({ conversation, system: error.system }, 'the writer could not be looked up');
    return undefined;
  }
}

/** Whoever cannot be looked up is a stranger. */
export const speakerOf = (user: UserId, who: Principal | undefined): Speaker =>
  who ? asSpeaker(who) : { user, role: 'customer', external: true };
