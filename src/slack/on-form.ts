import { webApi } from './sdk.ts';
import type { App } from '@slack/bolt';
import { SECOND } from '../domain/time.ts';
import type { Desk, Form, FormKind } from '../ports/desk.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import {
  ASK_ACTION,
  DETAILS_ACTION,
  EDIT_ACTION,
  REJECT_ACTION,
  SETTLE_DONE_ACTION,
  SETTLE_NOT_DONE_ACTION,
} from './blocks/decision-buttons.ts';
import { formView } from './blocks/forms/form-view.ts';
import type { SlackClient } from './client.ts';
import type { Explain } from './explain.ts';
import { toNotPosted } from './posted.ts';
import { readPress } from './press.ts';
import type { OwnPress } from './press.ts';
import { TOO_SLOW, within } from './within.ts';

export interface FormDeps {
  desk: Pick<Desk, 'open'>;
  client: SlackClient;
  messenger: Pick<Messenger, 'whisper'>;
  explain: Explain;
  log: Log;
  /** Absent `appId`: presses are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

const FORMS = new Map<string, FormKind>([
  [EDIT_ACTION, 'edit'],
  [REJECT_ACTION, 'reject'],
  [ASK_ACTION, 'ask'],
  [DETAILS_ACTION, 'details'],
  [SETTLE_DONE_ACTION, 'settle-done'],
  [SETTLE_NOT_DONE_ACTION, 'settle-not-done'],
]);
export const FORM_ACTIONS: readonly string[] = [...FORMS.keys()];

/** Slack's permission to open a form ends three seconds after the press. */
export const DESK_PATIENCE = 2.4 * SECOND;

const TOO_LONG = 'That took too long; please press again.';
const NOT_OPENED = 'Slack did not open the form. Nothing was changed; please press again.';

/** A press of a button that asks for more opens its form, or is answered with the reason why not. */
export function listenForForms(deps: FormDeps, app: App): void {
  for (const actionId of FORM_ACTIONS) {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      await answerPress(deps, body);
    });
  }
}

async function answerPress(deps: FormDeps, body: unknown): Promise<void> {
  const pressed = readPress(body, FORM_ACTIONS, deps.self.appId);
  if (pressed.kind === 'other-app') deps.log.warn(pressed.at, 'a button was pressed in another app; dropped');
  if (pressed.kind === 'unknown-request') await deps.messenger.whisper(pressed.to, pressed.words);
  if (pressed.kind !== 'pressed') return;
  const whyNot = await openForm(deps, pressed.press);
  if (whyNot !== undefined) await deps.messenger.whisper(pressed.press.to, whyNot);
}

/** Why it did not open, in words; undefined: it did. */
async function openForm(deps: FormDeps, press: OwnPress): Promise<string | undefined> {
  const { action, approval, team, user, channel, message } = press;
  const form = FORMS.get(action);
  if (form === undefined) return undefined;
  const asked = deps.desk.open({ form, approval, team, user, channel, message });
  const opened = await within(deps.patience ?? DESK_PATIENCE, asked);
  if (opened === TOO_SLOW) return TOO_LONG;
  if (opened.ok) return show(deps, press, opened.value);
  const { code, approval: current, newer } = opened.refusal;
  return deps.explain(code, press, current, newer);
}

async function show(
  { client, log }: FormDeps,
  { trigger, approval }: OwnPress,
  form: Form,
): Promise<string | undefined> {
  try {
    await client.apiCall('views.open', { trigger_id: trigger ?? '', view: formView(form) });
    return undefined;
  } catch (error) {
    const code = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
    if (code === 'exchanged_trigger_id') return undefined; // an earlier delivery of this press has opened it
    log.warn({ approval, form: form.kind, why: toNotPosted(error).why }, 'a form was not opened');
    return code === 'expired_trigger_id' ? TOO_LONG : NOT_OPENED;
  }
}
