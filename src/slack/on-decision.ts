import type { App } from '@slack/bolt';
import { JobId } from '../domain/ids.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { ClickJob, ConfirmJob, ReopenJob } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import { CONFIRM_ACTION, DECLINE_ACTION } from './blocks/confirmation.ts';
import { APPROVE_ACTION, DROP_ACTION, REOPEN_ACTION } from './blocks/decision-buttons.ts';
import { readPress } from './press.ts';
import type { OwnPress, Pressed } from './press.ts';

export interface DecisionDeps {
  engine: Pick<Engine, 'enqueue'>;
  messenger: Pick<Messenger, 'whisper'>;
  log: Log;
  /** Absent `appId`: presses are not compared with it. */
  self: { appId?: string };
}

const JOBS = new Map<string, (press: OwnPress) => Job>([
  [APPROVE_ACTION, (press) => click(press, 'approve')],
  [DROP_ACTION, (press) => click(press, 'reject')],
  [CONFIRM_ACTION, (press) => confirm(press, 'yes')],
  [DECLINE_ACTION, (press) => confirm(press, 'no')],
  [REOPEN_ACTION, reopen],
]);
export const DECISION_ACTIONS: readonly string[] = [...JOBS.keys()];

/** A press of a button that decides something becomes a durable job before Slack is told that it arrived. */
export function listenForDecisions(deps: DecisionDeps, app: App): void {
  for (const actionId of DECISION_ACTIONS) {
    app.action(actionId, ({ ack, body }) => takePress(deps, { ack: () => ack(), body }));
  }
}

interface Interaction {
  ack: () => Promise<void>;
  body: unknown;
}

async function takePress(deps: DecisionDeps, { ack, body }: Interaction): Promise<void> {
  const pressed = toPressJob(body, deps.self.appId);
  if (pressed.kind === 'job') await deps.engine.enqueue(pressed.job);
  if (pressed.kind === 'other-app') deps.log.warn(pressed.at, 'a button was pressed in another app; dropped');
  await ack();
  if (pressed.kind === 'unknown-request') await deps.messenger.whisper(pressed.to, pressed.words);
}

/** What a press asks the bot to do, if its button is one that decides. */
export function toPressJob(
  body: unknown,
  appId?: string,
): Exclude<Pressed, { kind: 'pressed' }> | { kind: 'job'; job: Job } {
  const pressed = readPress(body, DECISION_ACTIONS, appId);
  if (pressed.kind !== 'pressed') return pressed;
  const job = JOBS.get(pressed.press.action)?.(pressed.press);
  return job === undefined ? { kind: 'ignored' } : { kind: 'job', job };
}

function click(press: OwnPress, verdict: ClickJob['verdict']): Job {
  const data: ClickJob = { ...pressJob(press), verdict };
  return { ...named('click', press), data };
}

function confirm(press: OwnPress, verdict: ConfirmJob['verdict']): Job {
  const data: ConfirmJob = { ...pressJob(press), verdict };
  return { ...named('confirm', press), data };
}

function reopen(press: OwnPress): Job {
  return { ...named('reopen', press), data: pressJob(press) };
}

const named = (kind: 'click' | 'confirm' | 'reopen', { approval, user, id }: OwnPress) => ({
  id: JobId.parse(`${kind}:${approval}:${user}:${id}`),
  key: approval,
  kind,
});

const pressJob = ({ approval, version, team, user, channel, message, to }: OwnPress): ReopenJob => ({
  approval,
  version,
  team,
  user,
  channel,
  message,
  ...(to.responseUrl === undefined ? {} : { responseUrl: to.responseUrl }),
});
