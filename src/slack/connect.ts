import type { App } from '@slack/bolt';
import { StartRefused } from '../domain/errors.ts';
import { ChannelId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Crm } from '../ports/company.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { CommandDesk } from '../ports/commands.ts';
import type { Desk } from '../ports/desk.ts';
import type { Directory } from '../ports/directory.ts';
import type { Engine } from '../ports/engine.ts';
import type { IntakeDesk } from '../ports/intake.ts';
import type { HomeDesk } from '../ports/home.ts';
import type { Log } from '../ports/log.ts';
import type { Message, Messenger } from '../ports/messenger.ts';
import { askedAgain } from './asked-again.ts';
import { createBolt } from './bolt.ts';
import type { SlackSettings } from './bolt.ts';
import { fleetingClient, lookUpClient } from './client.ts';
import { slackDirectory } from './directory.ts';
import { explainer, linker, threadLinker } from './explain.ts';
import type { Explain } from './explain.ts';
import type { Cache } from './freshly.ts';
import { homePublisher } from './home-publisher.ts';
import { homeWatch } from './home-watch.ts';
import type { HomeWatch, WatchDeps } from './home-watch.ts';
import { takeIn } from './intake.ts';
import type { IntakeDeps } from './intake.ts';
import { slackMessenger } from './messenger.ts';
import type { SlackMessenger } from './messenger.ts';
import { acknowledgeOthers } from './acknowledge-others.ts';
import { listenForCommands } from './on-command.ts';
import { DECISION_ACTIONS, listenForDecisions } from './on-decision.ts';
import { answerErrors } from './on-error.ts';
import { FORM_ACTIONS, listenForForms } from './on-form.ts';
import { HOME_ACTIONS, listenForHome } from './on-home.ts';
import { INTAKE_ACTIONS, listenForIntake } from './on-intake.ts';
import { listenForSubmissions } from './on-submission.ts';
import { rateGate } from './rate-gate.ts';
import { sealWith } from './seal.ts';
import type { Staff } from './roles.ts';
import type { SlackRefused } from './slack-refused.ts';
import { suggestPrompts } from './suggest-prompts.ts';
import { responder } from './whisper.ts';

export interface ConnectDeps extends Pick<IntakeDeps, 'onEvent' | 'onArrival'> {
  engine: Engine;
  crm: Crm;
  cache: Cache;
  now: () => Instant;
  /** The machine's own clock, whoever sets it: Slack's time stamps are measured by it. */
  wallClock: () => Instant;
  wake: WatchDeps['wake'];
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

interface Desks {
  desk: Desk;
  home: HomeDesk;
  commands: CommandDesk;
  intake: IntakeDesk;
}

export interface SlackEdge {
  messenger: SlackMessenger;
  directory: Directory;
  explain: Explain;
  /** Checks that cards can be shown, then takes events; the desks answer while Slack waits. Throws `StartRefused` or `Unavailable('slack')`. */
  start(desks: Desks): Promise<void>;
  stop(): Promise<void>;
  isReady(): boolean;
  /** Throws `SlackRefused` or `Unavailable('slack')` when the bot token does not hold any more, or nobody can tell. */
  checkToken(): Promise<void>;
}

/** Both ways of the edge: what Slack sends becomes jobs, what the bot says becomes messages. Takes no event before `start`. */
export async function connectSlack(
  deps: ConnectDeps,
  { slack, approvalsChannel, staff }: ConnectSettings,
): Promise<SlackEdge> {
  const { app, self, start, stop, isReady, checkToken } = await createBolt({ ...deps, now: deps.wallClock }, slack);
  const gate = rateGate(deps.now);
  const wire = { token: slack.botToken, apiUrl: slack.apiUrl, log: deps.log, fetch: deps.fetch, gate };
  const homes: { watch?: HomeWatch } = {};
  const speaking = slackMessenger({
    ...wire,
    now: deps.now,
    wake: deps.wake,
    approvalsChannel: ChannelId.parse(approvalsChannel),
    botUserId: self.botUserId,
    workspaceUrl: self.url,
    allowedHosts: [],
    leads: staff.leads,
  });
  const messenger = { ...speaking, ...overheard(speaking, () => homes.watch?.changed()) };
  const explain = explainer(self.url);

  const seal = sealWith(slack.botToken);
  const ways = {
    explain,
    seal,
    linkTo: linker(self.url),
    threadLink: threadLinker(self.url),
    respond: responder(wire),
  };
  const directory = slackDirectory({ ...deps, client: lookUpClient(wire), staff, teamId: self.teamId });
  const edge = { ...deps, ...ways, self, messenger, directory, client: fleetingClient(wire) };
  return {
    messenger,
    explain,
    directory,
    start: async (desks) => {
      homes.watch = homeWatch({ ...deps, publish: homePublisher({ ...edge, ...desks }) });
      listen({ ...edge, ...desks, publishHome: homes.watch.publish }, app);
      const checked = await askedAgain(() => messenger.checkApprovalsChannel());
      if (!checked.ok) throw new StartRefused(checked.refusal.message);
      await start();
    },
    stop: async () => {
      await stop();
      await homes.watch?.stop();
    },
    isReady,
    checkToken,
  };
}

type Speaking = Pick<Messenger, 'post' | 'update'>;

/** What is drawn for people was saved before: Homes show it as well. */
const overheard = ({ post, update }: Speaking, changed: () => void): Speaking => ({
  post: (id, message) => {
    if (isInHomes(message)) changed();
    return post(id, message);
  },
  update: (ref, message) => {
    if (isInHomes(message)) changed();
    return update(ref, message);
  },
});

/** A request, or what holds executions back. */
const isInHomes = ({ kind }: Message): boolean => kind === 'card' || kind === 'confirmation' || kind === 'notice';

type Listening = Parameters<typeof takeIn>[0] &
  Parameters<typeof listenForDecisions>[0] &
  Parameters<typeof listenForForms>[0] &
  Parameters<typeof listenForSubmissions>[0] &
  Parameters<typeof listenForHome>[0] &
  Parameters<typeof listenForIntake>[0] &
  Parameters<typeof suggestPrompts>[0] &
  Parameters<typeof listenForCommands>[0];

function listen(deps: Listening, app: App): void {
  takeIn(deps, app);
  listenForDecisions(deps, app);
  listenForForms(deps, app);
  listenForSubmissions(deps, app);
  listenForHome(deps, app);
  listenForCommands(deps, app);
  listenForIntake(deps, app);
  suggestPrompts(deps, app);
  acknowledgeOthers(app, [...DECISION_ACTIONS, ...FORM_ACTIONS, ...HOME_ACTIONS, ...INTAKE_ACTIONS]);
  answerErrors(deps, app);
}
