import type { App } from '@slack/bolt';
import { z } from 'zod';
import { ChannelId, UserId } from '../domain/ids.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { errorText } from './error-text.ts';
import { sorryFor } from './sorry.ts';

export interface ErrorDeps {
  log: Log;
  messenger: Pick<Messenger, 'whisper'>;
}

/** A listener threw: the person who clicked is told, and Slack is not told that all is well. */
export function answerErrors({ log, messenger }: ErrorDeps, app: App): void {
  app.error(async ({ error, body }: { error: Error; body: unknown }) => {
    log.error({ error: errorText(error) }, 'a listener failed');
    const clicked = Clicked.safeParse(body);
    if (clicked.success) {
      const { container, user, response_url } = clicked.data;
      await messenger.whisper(
        { channel: container.channel_id, user: user.id, responseUrl: response_url ?? undefined },
        sorryFor(original(error), user.id),
      );
    }
    throw error;
  });
}

/** Bolt wraps errors that are not its own. */
const original = (error: Error): unknown => ('original' in error ? error.original : error);

const Clicked = z.object({
  user: z.object({ id: UserId }),
  container: z.object({ channel_id: ChannelId }),
  response_url: z.string().nullish(),
});
