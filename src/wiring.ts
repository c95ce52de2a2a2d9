import type { BotSettings } from './app/settings.ts';
import type { Config, Endpoint } from './config.ts';
import type { Wanted, Worlds } from './local/worlds.ts';

/** The worlds that somebody has to play here. */
export const wanted = (config: Config): Wanted => ({
  slack: !config.slack,
  model: !config.model,
  company: !config.crm || !config.knowledge || !config.orders,
});

/** Milliseconds: several messages sent off quickly make one question. */
const GATHER_FOR = 1_500;

/** What is not configured is taken from the local worlds; the bot cannot tell the difference. */
export function settingsWith(config: Config, worlds: Worlds): BotSettings {
  return {
    ...config,
    gatherFor: GATHER_FOR,
    ...slackOf(config, worlds),
    model: config.model ?? demoModel(worlds),
    ...companyOf(config, worlds),
  };
}

function slackOf(config: Config, worlds: Worlds): Pick<BotSettings, 'slack' | 'approvalsChannel' | 'staff'> {
  if (config.slack)
    return { slack: config.slack, approvalsChannel: need(config.approvalsChannel, 'Slack'), staff: config.staff };
  const { botToken, appToken, apiUrl, approvalsChannel, staff } = need(worlds.slack, 'Slack');
  return {
    slack: { botToken, apiUrl, mode: { kind: 'socket', appToken } },
    approvalsChannel: config.approvalsChannel ?? approvalsChannel,
    staff: anybody(config)
      ? config.staff
      : { ...staff, ...(config.staff.admins.length > 0 && { admins: config.staff.admins }) },
  };
}

const demoModel = ({ model }: Worlds): BotSettings['model'] => ({
  apiKey: 'none',
  baseUrl: need(model, 'model').baseUrl,
  model: 'demo',
  api: 'responses',
});

const companyOf = (
  { crm, knowledge, orders }: Config,
  { company }: Worlds,
): Pick<BotSettings, 'crm' | 'knowledge' | 'orders'> => ({
  crm: crm ?? endpoint(company?.crmUrl),
  knowledge: knowledge ?? endpoint(company?.knowledgeUrl),
  orders: orders ?? endpoint(company?.ordersUrl),
});

/** What is real and what is local, for the person who started it. */
export function summary(config: Config, { slack, company }: Worlds): string {
  const line = (name: string, real: string | undefined, local: string): string =>
    `  ${name.padEnd(10)} ${real ?? `local: ${local}`}`;
  const lines = [
    'Deskhand is running.',
    line(
      'Slack',
      config.slack && `real, ${config.slack.mode.kind === 'socket' ? 'Socket Mode' : 'HTTP mode'}`,
      'a workspace in your browser',
    ),
    line(
      'Model',
      config.model && `${config.model.model} at ${config.model.baseUrl?.split('?')[0] ?? 'OpenAI'}`,
      'the demo model',
    ),
    line('Customers', config.crm?.url, demoCompany(company, 'crmUrl')),
    line('Articles', config.knowledge?.url, demoCompany(company, 'knowledgeUrl')),
    line('Orders', config.orders?.url, demoCompany(company, 'ordersUrl')),
    ...(slack ? ['', `Open ${slack.pageUrl}`] : []),
  ];
  return lines.join('\n');
}

const demoCompany = (company: Worlds['company'], system: 'crmUrl' | 'knowledgeUrl' | 'ordersUrl'): string =>
  `the demo company at ${company?.[system]}`;

const anybody = ({ staff }: Config): boolean => staff.agents.length + staff.leads.length > 0;

const endpoint = (url: string | undefined): Endpoint => ({ url: need(url, 'company'), token: undefined });

/** Throws for a world that was neither configured nor started: a bug, since main starts what is missing. */
function need<World>(world: World | undefined, name: string): World {
  if (world === undefined) throw new Error(`the local ${name} was not started`);
  return world;
}
