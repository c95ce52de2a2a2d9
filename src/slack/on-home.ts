import type { App } from '@slack/bolt';
import type { HomeDesk } from '../ports/home.ts';
import type { Log } from '../ports/log.ts';
import { CALL_PERSON_ACTION, SHOW_ACTIONS } from './blocks/home/home-actions.ts';
import { mrkdwn } from './blocks/text.ts';
import { PHRASE_TEXT } from './blocks/limits.ts';
import { errorText } from './error-text.ts';
import type { PublishHome } from './home-publisher.ts';
import { readHomePress } from './home-press.ts';
import type { HomePress } from './home-press.ts';
import { HOME_OPENED, readVisit } from './home-visit.ts';
import { sorryFor } from './sorry.ts';

export interface HomeDeps {
  home: Pick<HomeDesk, 'callPerson'>;
  publishHome: PublishHome;
  log: Log;
  /** Absent `appId`: presses are not compared with it. */
  self: { appId?: string };
}

export const HOME_ACTIONS: readonly string[] = [...SHOW_ACTIONS, CALL_PERSON_ACTION];

/** Events that Slack may send again. */
const REMEMBERED = 200;

/** Home is drawn when somebody opens it, or presses what shows another part of it. */
export function listenForHome(deps: HomeDeps, app: App): void {
  const isNew = firstTime(REMEMBERED);
  app.event(HOME_OPENED, async ({ body }) => {
    const visit = readVisit(body);
    if (!visit || !isNew(visit.event)) return;
    await deps.publishHome(visit.visitor, visit.wish && { wish: visit.wish });
  });
  for (const actionId of SHOW_ACTIONS) {
    app.action(actionId, async ({ ack, body }) => {
      await ack();
      const press = readHomePress(body, deps.self.appId);
      if (press) await deps.publishHome(press.visitor, { wish: press.wish });
    });
  }
  app.action(CALL_PERSON_ACTION, async ({ ack, body }) => {
    await ack();
    const press = readHomePress(body, deps.self.appId);
    if (press) await deps.publishHome(press.visitor, { wish: press.wish, notice: await callPerson(deps, press) });
  });
}

const CALLED = 'A colleague was told that you would like to talk to a person, and will write to you.';

/** What came of it, for the person. An error is told there too: there is nowhere to whisper. */
async function callPerson({ home, log }: HomeDeps, { visitor, id }: HomePress): Promise<string> {
  try {
    const called = await home.callPerson(visitor, id);
    return called.ok ? CALLED : mrkdwn(called.refusal, PHRASE_TEXT);
  } catch (error) {
    log.error({ user: visitor.user, error: errorText(error) }, 'a person could not be called');
    return sorryFor(error, visitor.user);
  }
}

/** Whether an id was not met among the last ones. */
function firstTime(most: number): (id: string) => boolean {
  const met = new Set<string>();
  return (id) => {
    if (met.has(id)) return false;
    met.add(id);
    for (const oldest of met) {
      if (met.size <= most) break;
      met.delete(oldest);
    }
    return true;
  };
}
