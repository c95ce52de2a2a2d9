import type { ApprovalId, ChannelId, MessageTs, TeamId, UserId } from '../../domain/ids.ts';
import { standingOf } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import type { ClickRefusal } from '../../domain/refusals.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import type { Log } from '../../ports/log.ts';
import type { Messenger } from '../../ports/messenger.ts';
import type { Store } from '../../ports/store.ts';

/** Somebody pressed a button that did nothing. */
interface RefusedPress {
  job: Job;
  press: {
    approval: ApprovalId;
    team: TeamId;
    user: UserId;
    /** Absent: pressed in Home. */
    channel?: ChannelId;
    message?: MessageTs;
    verdict: string;
    responseUrl?: string;
  };
  /** Who that is; undefined: it could not be told, or did not matter. */
  by?: Principal | undefined;
  refusal: ClickRefusal;
  /** For them. */
  sentence: string;
}

interface AnswerPressDeps {
  store: Store;
  messenger: Messenger;
  now: () => Instant;
  log: Log;
}

/** Told first, so that nobody is left without an answer; once it is in the audit, this press does nothing any more. */
export async function answerPress(
  { store, messenger, now, log }: AnswerPressDeps,
  { job, press, by, refusal, sentence }: RefusedPress,
): Promise<void> {
  const { approval, team, user, channel, message, verdict } = press;
  await messenger.whisper(press, sentence);
  log.info({ approval, refusal }, 'press refused');
  await store.commit({
    done: job.id,
    audit: [
      {
        at: now(),
        event: `refused:${refusal}`,
        actor: `slack:${team}:${user}`,
        ...(by ? standingOf(by) : {}),
        approval,
        detail: {
          verdict,
          ...(channel === undefined ? {} : { channel }),
          ...(by ? { person: by.person } : {}),
          ...(message === undefined ? {} : { message }),
        },
      },
    ],
  });
}
