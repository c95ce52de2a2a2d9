import type { App } from '@slack/bolt';
import { actionOf } from './press.ts';

/** Links and buttons without a listener of their own: Slack wants to hear that they arrived, nothing else happens. */
export function acknowledgeOthers(app: App, handled: readonly string[]): void {
  app.action(/^/, async ({ ack, body }) => {
    const action = actionOf(body);
    if (action === undefined || !handled.includes(action)) await ack();
  });
}
