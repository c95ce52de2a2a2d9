import type { App, ViewSubmitAction } from '@slack/bolt';
import type { IntakeDesk } from '../ports/intake.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { INTAKE_FORM } from './blocks/forms/intake-form.ts';
import { INTAKE_ACTION } from './blocks/reply.ts';
import type { SlackClient } from './client.ts';
import type { Seal } from './seal.ts';
import { SHORTCUT } from './why-unroutable.ts';

export interface OnIntakeDeps {
  intake: IntakeDesk;
  client: SlackClient;
  messenger: Pick<Messenger, 'whisper'>;
  seal: Seal;
  log: Log;
  /** Absent `appId`: presses and forms are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

export const INTAKE_ACTIONS: readonly string[] = [INTAKE_ACTION];

/** The menu of a message and the button of a reply open the form; what is sent in is answered in it, or beside the thread. */
export function listenForIntake(deps: OnIntakeDeps, app: App): void {
  app.shortcut({ callback_id: SHORTCUT, type: 'message_action' }, async ({ ack, body }) => {
    await ack();
    const { answerPress, readShortcut } = await serving();
    await answerPress(deps, readShortcut(body, deps.self.appId));
  });
  app.action(INTAKE_ACTION, async ({ ack, body }) => {
    await ack();
    const { answerPress, readIntakeButton } = await serving();
    await answerPress(deps, readIntakeButton(body, deps.self.appId));
  });
  app.view<ViewSubmitAction>(INTAKE_FORM, async ({ ack, body }) => {
    const { serveSent, readSentIntake } = await serving();
    const { answer, after } = await serveSent(deps, readSentIntake(body, deps.seal, deps.self.appId));
    await (answer ? ack(answer) : ack());
    await after?.();
  });
}

/** Rarely used, so loaded the first time. */
const serving = async () => ({
  ...(await import('./serve-intake.ts')),
  ...(await import('./intake-press.ts')),
  ...(await import('./sent-intake.ts')),
});
