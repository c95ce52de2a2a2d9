import { webApi } from './sdk.ts';
import type { App } from '@slack/bolt';
import type { UserId } from '../domain/ids.ts';
import { isStaff } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import { MINUTE } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { Log } from '../ports/log.ts';
import type { SlackClient } from './client.ts';
import { errorText } from './error-text.ts';
import { HOME_OPENED, readMessagesOpened } from './home-visit.ts';
import type { MessagesOpened } from './home-visit.ts';
import { PROMPTS } from './prompts.ts';
import type { Prompt } from './prompts.ts';

export interface PromptDeps {
  directory: Directory;
  client: SlackClient;
  now: () => Instant;
  log: Log;
}

/** They stay where they are: so often is enough for one person. */
const AGAIN_AFTER = 10 * MINUTE;
/** This app is never shown any. */
const NEVER = ['not_agent_app', 'unknown_method', 'missing_scope'];

/** Whoever opens their direct messages with the bot is offered something to begin with; if it cannot be, nothing is lost. */
export function suggestPrompts(deps: PromptDeps, app: App): void {
  const offered = new Map<UserId, Instant>();
  const latch = { isOff: false };
  app.event(HOME_OPENED, async ({ body }) => {
    const opened = latch.isOff ? undefined : readMessagesOpened(body);
    if (!opened || !isDue(offered, opened.visitor.user, deps.now())) return;
    try {
      await offer(deps, opened);
    } catch (error) {
      latch.isOff = isForEver(error);
      offered.delete(opened.visitor.user);
      deps.log.debug({ error: errorText(error) }, 'no prompts shown');
    }
  });
}

function isDue(offered: Map<UserId, Instant>, user: UserId, now: Instant): boolean {
  for (const [who, at] of offered) if (now - at >= AGAIN_AFTER) offered.delete(who);
  if (offered.has(user)) return false;
  offered.set(user, now);
  return true;
}

/** Without a thread: in an agent's direct messages each message begins one. */
async function offer({ directory, client }: PromptDeps, { visitor, channel }: MessagesOpened): Promise<void> {
  const prompts = promptsFor(await directory.resolve(visitor, 'ask'));
  await client.apiCall('assistant.threads.setSuggestedPrompts', { channel_id: channel, prompts });
}

function promptsFor(who: Principal): readonly Prompt[] {
  if (isStaff(who)) return PROMPTS.colleague;
  return who.external || who.customerId === undefined ? PROMPTS.stranger : PROMPTS.customer;
}

const isForEver = (error: unknown): boolean =>
  error instanceof webApi.WebAPIPlatformError && NEVER.includes(error.data.error);
