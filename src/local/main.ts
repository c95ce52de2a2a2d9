import { mkdirSync } from 'node:fs';
import { startWorlds } from './worlds.ts';

// The three worlds in a process of their own: for watch mode, and for tests that kill the bot.
const dataDir = process.env['DATA_DIR'] ?? './data';
mkdirSync(dataDir, { recursive: true, mode: 0o700 });
const worlds = await startWorlds(
  { slack: true, model: true, company: true },
  { dataDir, port: Number(process.env['PORT'] ?? 3000) },
);
const { slack, model, company } = worlds;

/** What the bot needs to be told, as settings; one line of JSON for programs. */
const settings = {
  SLACK_API_URL: slack?.apiUrl,
  SLACK_BOT_TOKEN: slack?.botToken,
  SLACK_APP_TOKEN: slack?.appToken,
  APPROVALS_CHANNEL: slack?.approvalsChannel,
  AGENTS: slack?.staff.agents.join(','),
  LEADS: slack?.staff.leads.join(','),
  ADMINS: slack?.staff.admins.join(','),
  OPENAI_BASE_URL: model?.baseUrl,
  OPENAI_MODEL: 'demo',
  CRM_URL: company?.crmUrl,
  KB_URL: company?.knowledgeUrl,
  ORDERS_URL: company?.ordersUrl,
};
console.log(JSON.stringify({ page: slack?.pageUrl, journal: company?.journalUrl, settings }));
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void worlds.stop().then(() => process.exit(0)));
