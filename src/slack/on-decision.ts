import type { App } from '@slack/bolt';
import { JobId } from '../domain/ids.ts';
import type { ApprovalId } from '../domain/ids.ts';
import type { Engine, Job } from '../ports/engine.ts';
import type { HomeWish, Visitor } from '../ports/home.ts';
import type { ClickJob, ConfirmJob, ReopenJob, UndoJob } from '../ports/jobs.ts';
import { CONFIRM_ACTION, DECLINE_ACTION } from './blocks/confirmation.ts';
import { APPROVE_ACTION, DROP_ACTION, REOPEN_ACTION, UNDO_ACTION } from './blocks/decision-buttons.ts';
import { readPress } from './press.ts';
import type { OnCard, OwnPress, Pressed } from './press.ts';
import { tell } from './tell.ts';
import type { TellDeps } from './tell.ts';

export interface DecisionDeps extends TellDeps {
  engine: Pick<Engine, 'enqueue'>;
  /** Absent `appId`: presses are not compared with it. */
  self: { appId?: string };
}

type CardPress = OwnPress & { on: OnCard };

/** What is pressed on cards and in threads alone. */
const JOBS = new Map<string, (press: CardPress) => Job>([
  [APPROVE_ACTION, (press) => click(press, 'approve')],
  [DROP_ACTION, (press) => click(press, 'reject')],
  [CONFIRM_ACTION, (press) => confirm(press, 'yes')],
  [DECLINE_ACTION, (press) => confirm(press, 'no')],
  [REOPEN_ACTION, reopen],
]);
export const DECISION_ACTIONS: readonly string[] = [...JOBS.keys(), UNDO_ACTION];

const UNDOING = 'Undo was asked for. What becomes of it is shown here in a moment.';

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
  if (pressed.kind === 'unknown-request') await tell(deps, pressed.by, pressed.words);
  if (pressed.kind === 'job' && pressed.home) {
    const { visitor, ...showing } = pressed.home;
    await deps.publishHome(visitor, { ...showing, notice: UNDOING });
  }
}

interface PressJob {
  kind: 'job';
  job: Job;
  /** It was pressed there, where only Undo is. */
  home?: { visitor: Visitor; wish: HomeWish; undoing: readonly ApprovalId[] };
}

/** What a press asks the bot to do, if its button is one that decides. */
export function toPressJob(body: unknown, appId?: string): Exclude<Pressed, { kind: 'pressed' }> | PressJob {
  const pressed = readPress(body, DECISION_ACTIONS, appId);
  if (pressed.kind !== 'pressed') return pressed;
  const { press } = pressed;
  const job = press.action === UNDO_ACTION ? undo(press) : isOnCard(press) && JOBS.get(press.action)?.(press);
  return job ? { kind: 'job', job, ...homeOf(press) } : { kind: 'ignored' };
}

const homeOf = ({ team, user, on, approval }: OwnPress): Pick<PressJob, 'home'> =>
  on.kind === 'card' ? {} : { home: { visitor: { team, user }, wish: on.wish, undoing: [approval] } };

const isOnCard = (press: OwnPress): press is CardPress => press.on.kind === 'card';

function click(press: CardPress, verdict: ClickJob['verdict']): Job {
  const data: ClickJob = { ...pressJob(press), verdict };
  return { ...named('click', press), data };
}

function confirm(press: CardPress, verdict: ConfirmJob['verdict']): Job {
  const data: ConfirmJob = { ...pressJob(press), verdict };
  return { ...named('confirm', press), data };
}

function reopen(press: CardPress): Job {
  return { ...named('reopen', press), data: pressJob(press) };
}

/** Pressed on the card, or in Home. */
function undo(press: OwnPress): Job {
  const { approval, version, team, user } = press;
  const data: UndoJob = isOnCard(press) ? pressJob(press) : { approval, version, team, user };
  return { ...named('undo', press), data };
}

const named = (kind: 'click' | 'confirm' | 'reopen' | 'undo', { approval, user, id }: OwnPress) => ({
  id: JobId.parse(`${kind}:${approval}:${user}:${id}`),
  key: approval,
  kind,
});

const pressJob = ({ approval, version, team, user, on }: CardPress): ReopenJob => ({
  approval,
  version,
  team,
  user,
  channel: on.channel,
  message: on.message,
  ...(on.to.responseUrl === undefined ? {} : { responseUrl: on.to.responseUrl }),
});
