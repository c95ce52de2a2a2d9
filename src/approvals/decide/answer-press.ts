import type { ApprovalId, ChannelId, TeamId, UserId } from '../../domain/ids.ts';
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
    channel: ChannelId;
    verdict: string;
    responseUrl?: string;
  };
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
  { job, press, refusal, sentence }: RefusedPress,
): Promise<void> {
  const { approval, team, user, channel, verdict } = press;
  await messenger.whisper(press, sentence);
  log.info({ approval, refusal }, 'press refused');
  await store.commit({
    done: job.id,
    audit: [
      {
        at: now(),
        event: `refused:${refusal}`,
        actor: `slack:${team}:${user}`,
        approval,
        detail: { verdict, channel },
      },
    ],
  });
}
