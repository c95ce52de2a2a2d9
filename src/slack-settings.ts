import { channelId, isGiven, isLoopback, shown, text, webAddress } from './settings.ts';
import type { Environment, Mistakes } from './settings.ts';

export interface SlackConfig {
  botToken: string;
  apiUrl: string;
  /** Socket Mode with the app token, HTTP mode with the signing secret. */
  mode: { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string; port: number };
}

/** User and user group ids. */
interface Staff {
  agents: readonly string[];
  leads: readonly string[];
  admins: readonly string[];
}

export interface SlackSettings {
  /** Absent: to be played locally. */
  slack: SlackConfig | undefined;
  approvalsChannel: string | undefined;
  staff: Staff;
}

interface Asked {
  /** Where HTTP mode listens. */
  port: number;
  /** Slack may not be played locally. */
  mustBeReal: boolean;
}

export function readSlack(env: Environment, { port, mustBeReal }: Asked, found: Mistakes): SlackSettings {
  const settings = {
    slack: connection(env, port, found),
    approvalsChannel: channelId(env, 'APPROVALS_CHANNEL', found),
    staff: {
      agents: people(env, 'AGENTS', found),
      leads: people(env, 'LEADS', found),
      admins: people(env, 'ADMINS', found),
    },
  };
  if (mustBeReal || isReal(env)) {
    findMissing(env, found);
    findApprovers(settings.staff, found);
  }
  return settings;
}

const API = 'https://slack.com/api/';

function connection(env: Environment, port: number, found: Mistakes): SlackConfig | undefined {
  const botToken = token(env, 'SLACK_BOT_TOKEN', found);
  const appToken = token(env, 'SLACK_APP_TOKEN', found);
  const signingSecret = secret(env, found);
  const apiUrl = api(env, found);
  if (botToken === undefined) return undefined;
  if (appToken !== undefined) return { botToken, apiUrl, mode: { kind: 'socket', appToken } };
  return signingSecret === undefined ? undefined : { botToken, apiUrl, mode: { kind: 'http', signingSecret, port } };
}

const TOKENS = {
  SLACK_BOT_TOKEN: {
    prefix: 'xoxb-',
    swappedWith: 'xapp-',
    source: 'Copy the Bot User OAuth Token (xoxb-…) from "OAuth & Permissions".',
  },
  SLACK_APP_TOKEN: {
    prefix: 'xapp-',
    swappedWith: 'xoxb-',
    source: 'Make an App-Level Token (xapp-…) with connections:write under "Basic Information".',
  },
};

function token(env: Environment, name: keyof typeof TOKENS, found: Mistakes): string | undefined {
  const value = text(env, name, found);
  const { prefix, swappedWith, source } = TOKENS[name];
  if (value === undefined || value.startsWith(prefix)) return value;
  const hint = value.startsWith(swappedWith) ? ' The two Slack tokens look swapped.' : otherToken(value);
  found.add(name, `starts with ${value.slice(0, 5)}, not with ${prefix}`, `${source}${hint}`);
  return undefined;
}

function otherToken(value: string): string {
  if (value.startsWith('xoxp-')) return ' A user token (xoxp-) is not accepted.';
  return value.startsWith('xoxe') ? ' Turn token rotation off: such tokens end after hours.' : '';
}

function secret(env: Environment, found: Mistakes): string | undefined {
  const value = text(env, 'SLACK_SIGNING_SECRET', found);
  if (value === undefined) return undefined;
  if (!/^[0-9a-f]{32}$/.test(value)) {
    const fix = 'Compare it with "Signing Secret" under "Basic Information" if requests are refused.';
    found.warn('SLACK_SIGNING_SECRET', 'does not look like one (32 digits and letters a to f)', fix);
  }
  if (isGiven(env, 'SLACK_APP_TOKEN'))
    found.warn('SLACK_SIGNING_SECRET', 'is not used', 'SLACK_APP_TOKEN is set, so this is Socket Mode.');
  return value;
}

function api(env: Environment, found: Mistakes): string {
  const address = webAddress(env, 'SLACK_API_URL', found) ?? API;
  const slashed = address.endsWith('/') ? address : `${address}/`;
  if (slashed !== API && !isLoopback(slashed)) {
    const fix = 'Leave it out, or point it at a loopback address: tokens are sent there.';
    found.add('SLACK_API_URL', 'is neither Slack nor this machine', fix);
  }
  return slashed;
}

/** Comma-separated. */
function people(env: Environment, name: string, found: Mistakes): readonly string[] {
  const ids = (env[name] ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const wrong = ids.filter((id) => !/^[SUW][A-Z0-9_]+$/.test(id));
  if (wrong.length > 0) {
    const fix = 'List user ids (U…) or user group ids (S…), comma-separated.';
    found.add(name, `holds what is no Slack id (${wrong.map(shown).join(', ')})`, fix);
  }
  return ids;
}

/** Whether somebody began to set up a Slack of their own. */
function isReal(env: Environment): boolean {
  const connects = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].some((name) => isGiven(env, name));
  return connects || ![undefined, '', API, API.slice(0, -1)].includes(env['SLACK_API_URL']);
}

function findMissing(env: Environment, found: Mistakes): void {
  const missing = (name: string, fix: string): void => found.add(name, 'is missing', fix);
  if (!isGiven(env, 'SLACK_BOT_TOKEN')) missing('SLACK_BOT_TOKEN', TOKENS.SLACK_BOT_TOKEN.source);
  if (!isGiven(env, 'SLACK_APP_TOKEN') && !isGiven(env, 'SLACK_SIGNING_SECRET'))
    missing('SLACK_APP_TOKEN', `${TOKENS.SLACK_APP_TOKEN.source} For HTTP mode set SLACK_SIGNING_SECRET instead.`);
  if (!isGiven(env, 'APPROVALS_CHANNEL'))
    missing(
      'APPROVALS_CHANNEL',
      'Set the id (C…) of an internal channel that the bot is in: requests are decided there.',
    );
}

function findApprovers({ agents, leads, admins }: Staff, found: Mistakes): void {
  const approvers = [...agents, ...leads];
  if (approvers.length === 0)
    found.add('AGENTS', 'and LEADS are both empty', 'Name at least one user (U…) or user group (S…) who may approve.');
  else if (approvers.every((id) => admins.includes(id)))
    found.add('ADMINS', 'holds everybody of AGENTS and LEADS', 'Name somebody else as well: admins never approve.');
  else if (leads.length === 0)
    found.warn('LEADS', 'is empty', 'Nobody can approve what the policy leaves to a lead: it will expire.');
}
