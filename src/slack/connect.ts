import type { App } from '@slack/bolt';
import { StartRefused } from '../domain/errors.ts';
import { ChannelId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm } from '../ports/company.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Desk } from '../ports/desk.ts';
import type { Directory } from '../ports/directory.ts';
import type { Engine } from '../ports/engine.ts';
import type { Log } from '../ports/log.ts';
import { createBolt } from './bolt.ts';
import type { SlackSettings } from './bolt.ts';
import { fleetingClient, lookUpClient } from './client.ts';
import { slackDirectory } from './directory.ts';
import { explainer } from './explain.ts';
import type { Explain } from './explain.ts';
import type { Cache } from './freshly.ts';
import { takeIn } from './intake.ts';
import { slackMessenger } from './messenger.ts';
import type { SlackMessenger } from './messenger.ts';
import { acknowledgeOthers } from './acknowledge-others.ts';
import { DECISION_ACTIONS, listenForDecisions } from './on-decision.ts';
import { answerErrors } from './on-error.ts';
import { FORM_ACTIONS, listenForForms } from './on-form.ts';
import { listenForSubmissions } from './on-submission.ts';
import type { Staff } from './roles.ts';
import type { SlackRefused } from './slack-refused.ts';

export interface ConnectDeps {
  engine: Engine;
  crm: Crm;
  cache: Cache;
  now: () => Instant;
  /** The machine's own clock, whoever sets it: Slack's time stamps are measured by it. */
  wallClock: () => Instant;
  crashPoint: CrashPoint;
  log: Log;
  /** Slack took the token away while the bot was running. */
  onFatal: (refusal: SlackRefused) => void;
  fetch: typeof globalThis.fetch;
}

export interface ConnectSettings {
  slack: SlackSettings;
  approvalsChannel: string;
  staff: Staff;
}

export interface SlackEdge {
  messenger: SlackMessenger;
  directory: Directory;
  explain: Explain;
  /** Checks that cards can be shown, then takes events; `desk` serves the forms. Throws `StartRefused` or `Unavailable('slack')`. */
  start(desk: Desk): Promise<void>;
  stop(): Promise<void>;
  isReady(): boolean;
}

/** Both ways of the edge: what Slack sends becomes jobs, what the bot says becomes messages. Takes no event before `start`. */
export async function connectSlack(
  deps: ConnectDeps,
  { slack, approvalsChannel, staff }: ConnectSettings,
): Promise<SlackEdge> {
  const { app, self, start, stop, isReady } = await createBolt({ ...deps, now: deps.wallClock }, slack);
  const wire = { token: slack.botToken, apiUrl: slack.apiUrl, log: deps.log, fetch: deps.fetch };
  const messenger = slackMessenger({
    ...wire,
    now: deps.now,
    approvalsChannel: ChannelId.parse(approvalsChannel),
    botUserId: self.botUserId,
    workspaceUrl: self.url,
    allowedHosts: [],
    leads: staff.leads,
  });
  const explain = explainer(self.url);
  const edge = { ...deps, self, messenger, explain, client: fleetingClient(wire) };
  return {
    messenger,
    explain,
    directory: slackDirectory({ ...deps, client: lookUpClient(wire), staff, teamId: self.teamId }),
    start: async (desk) => {
      listen({ ...edge, desk }, app);
      const checked = await messenger.checkApprovalsChannel();
      if (!checked.ok) throw new StartRefused(checked.refusal.message);
      await start();
    },
    stop,
    isReady,
  };
}

type Listening = Parameters<typeof takeIn>[0] &
  Parameters<typeof listenForDecisions>[0] &
  Parameters<typeof listenForForms>[0] &
  Parameters<typeof listenForSubmissions>[0];

function listen(deps: Listening, app: App): void {
  takeIn(deps, app);
  listenForDecisions(deps, app);
  listenForForms(deps, app);
  listenForSubmissions(deps, app);
  acknowledgeOthers(app, [...DECISION_ACTIONS, ...FORM_ACTIONS]);
  answerErrors(deps, app);
}
