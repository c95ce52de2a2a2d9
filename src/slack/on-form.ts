import { webApi } from './sdk.ts';
import type { App } from '@slack/bolt';
import { SECOND } from '../domain/time.ts';
import type { Desk, Form, FormKind } from '../ports/desk.ts';
import { TOO_SLOW, within } from '../ports/within.ts';
import {
  ASK_ACTION,
  DETAILS_ACTION,
  EDIT_ACTION,
  REJECT_ACTION,
  SETTLE_DONE_ACTION,
  SETTLE_NOT_DONE_ACTION,
} from './blocks/decision-buttons.ts';
import { REVIEW_ACTION } from './blocks/home/home-actions.ts';
import { errorText } from './error-text.ts';
import type { Explain, ThreadLink } from './explain.ts';
import { toNotPosted } from './posted.ts';
import { readPress } from './press.ts';
import type { OwnPress } from './press.ts';
import { sorryFor } from './sorry.ts';
import type { Seal } from './seal.ts';
import { tell } from './tell.ts';
import type { TellDeps } from './tell.ts';

export interface FormDeps extends TellDeps {
  desk: Pick<Desk, 'open'>;
  explain: Explain;
  seal: Seal;
  threadLink: ThreadLink;
  /** Absent `appId`: presses are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

const FORMS = new Map<string, FormKind>([
  [REVIEW_ACTION, 'review'],
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
  if (pressed.kind === 'unknown-request') await tell(deps, pressed.by, pressed.words);
  if (pressed.kind !== 'pressed') return;
  const { press } = pressed;
  const whyNot = await (press.on.kind === 'card' ? openForm(deps, press) : openOrSorry(deps, press));
  if (whyNot !== undefined) await tell(deps, press, whyNot);
}

/** An error is told over Home: whoever handles it later has no channel to whisper in. */
async function openOrSorry(deps: FormDeps, press: OwnPress): Promise<string | undefined> {
  try {
    return await openForm(deps, press);
  } catch (error) {
    deps.log.error({ approval: press.approval, error: errorText(error) }, 'a form could not be served');
    return sorryFor(error, press.user);
  }
}

/** Why it did not open, in words; undefined: it did. */
async function openForm(deps: FormDeps, press: OwnPress): Promise<string | undefined> {
  const { action, approval, team, user, on } = press;
  const form = FORMS.get(action);
  if (form === undefined) return undefined;
  const card = on.kind === 'card' ? { card: { channel: on.channel, ts: on.message } } : {};
  const asked = deps.desk.open({ form, approval, team, user, ...card });
  const opened = await within(deps.patience ?? DESK_PATIENCE, asked);
  if (opened === TOO_SLOW) return TOO_LONG;
  if (opened.ok) return show(deps, press, opened.value);
  const { code, approval: current, newer } = opened.refusal;
  return deps.explain(code, press, current, newer);
}

async function show(deps: FormDeps, press: OwnPress, form: Form): Promise<string | undefined> {
  const { client, log } = deps;
  const { trigger, approval, on } = press;
  const thread = deps.threadLink(form.approval.conversation);
  const { formView } = await import('./blocks/forms/form-view.ts');
  const view = formView(form, {
    ...(on.kind === 'card' ? {} : { wish: on.wish }),
    ...(thread === undefined ? {} : { thread }),
  });
  const modal = { trigger_id: trigger ?? '', view: deps.seal.close(view, press.user) };
  try {
    await (on.kind === 'form' ? client.apiCall('views.push', modal) : client.apiCall('views.open', modal));
    return undefined;
  } catch (error) {
    const code = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
    if (code === 'exchanged_trigger_id') return undefined; // an earlier delivery of this press has opened it
    log.warn({ approval, form: form.kind, why: toNotPosted(error).why }, 'a form was not opened');
    return code === 'expired_trigger_id' ? TOO_LONG : NOT_OPENED;
  }
}
