import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { noticeForm } from './blocks/forms/notice-form.ts';
import type { SlackClient } from './client.ts';
import type { PublishHome } from './home-publisher.ts';
import { toNotPosted } from './posted.ts';
import type { InView, Presser } from './press.ts';

export interface TellDeps {
  client: SlackClient;
  messenger: Pick<Messenger, 'whisper'>;
  publishHome: PublishHome;
  log: Log;
}

/** Somebody who pressed a button; `team` is absent where Slack does not say it. */
type Told = Pick<Presser, 'on' | 'user' | 'trigger'> & Partial<Pick<Presser, 'team'>>;

/** Answers a press for this person alone: beside the card, or over Home, which is drawn anew. Never rejects. */
export async function tell(deps: TellDeps, told: Told, words: string): Promise<void> {
  const { on, user, team } = told;
  if (on.kind === 'card') return deps.messenger.whisper(on.to, words);
  const isRead = await showNotice(deps, { trigger: told.trigger ?? '', on, words });
  if (team === undefined) return;
  await deps.publishHome({ team, user }, { wish: on.wish, ...(isRead ? {} : { notice: words }) });
}

/** False when Slack did not show it, mostly because the time to do so is over. */
async function showNotice(
  { client, log }: TellDeps,
  { trigger, on, words }: { trigger: string; on: InView; words: string },
): Promise<boolean> {
  const modal = { trigger_id: trigger, view: noticeForm('Please note', words) };
  try {
    await (on.kind === 'home' ? client.apiCall('views.open', modal) : client.apiCall('views.push', modal));
    return true;
  } catch (error) {
    log.debug({ why: toNotPosted(error).why }, 'a notice was not opened');
    return false;
  }
}
