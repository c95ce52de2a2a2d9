import { webApi } from './sdk.ts';
import type { IntakeDesk } from '../ports/intake.ts';
import type { Log } from '../ports/log.ts';
import { TOO_SLOW, within } from '../ports/within.ts';
import { intakeForm } from './blocks/forms/intake-form.ts';
import type { SlackClient } from './client.ts';
import { carryOrigin } from './intake-origin.ts';
import type { IntakePress } from './intake-press.ts';
import { toNotPosted } from './posted.ts';
import type { Seal } from './seal.ts';

export interface OpenIntakeDeps {
  intake: Pick<IntakeDesk, 'begin'>;
  client: SlackClient;
  seal: Seal;
  log: Log;
  /** Milliseconds the desk may take. */
  patience: number;
}

const TOO_LONG = 'That took too long; please try once more.';
const NOT_OPENED = 'Slack did not open the form. Nothing was sent; please try once more.';

/** Why the form did not open, in words; undefined: it did. */
export async function openIntake(deps: OpenIntakeDeps, press: IntakePress): Promise<string | undefined> {
  const { from, source, origin, trigger } = press;
  const draft = await within(deps.patience, deps.intake.begin(from, source));
  if (draft === TOO_SLOW) return TOO_LONG;
  if (!draft.ok) return draft.refusal;
  const view = deps.seal.close(intakeForm(draft.value, carryOrigin(origin)), from.user);
  try {
    await deps.client.apiCall('views.open', { trigger_id: trigger, view });
    return undefined;
  } catch (error) {
    const code = error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
    if (code === 'exchanged_trigger_id') return undefined; // an earlier delivery of this press has opened it
    deps.log.warn({ why: toNotPosted(error).why }, 'a form for the team was not opened');
    return code === 'expired_trigger_id' ? TOO_LONG : NOT_OPENED;
  }
}
