import type { App, ViewSubmitAction } from '@slack/bolt';
import type { Desk } from '../ports/desk.ts';
import type { Log } from '../ports/log.ts';
import { INTAKE_FORM } from './blocks/forms/intake-form.ts';
import type { Explain } from './explain.ts';
import type { PublishHome } from './home-publisher.ts';
import type { Seal } from './seal.ts';

export interface SubmissionDeps {
  desk: Pick<Desk, 'submit'>;
  explain: Explain;
  seal: Seal;
  publishHome: PublishHome;
  log: Log;
  /** Absent `appId`: forms are not compared with it. */
  self: { appId?: string };
  /** Milliseconds the desk may take; less than Slack's three seconds when absent. */
  patience?: number;
}

/** All but the one that is left with the team. */
const OTHER_FORMS = new RegExp(`^(?!${INTAKE_FORM}$)`);

/** A form that was sent in closes, or stays open with all that was typed and with what is wrong with it. */
export function listenForSubmissions(deps: SubmissionDeps, app: App): void {
  app.view<ViewSubmitAction>(OTHER_FORMS, async ({ ack, body }) => {
    const { serveSubmission } = await import('./serve-submission.ts');
    const { answer, after } = await serveSubmission(deps, body);
    await (answer ? ack(answer) : ack());
    await after?.();
  });
}
