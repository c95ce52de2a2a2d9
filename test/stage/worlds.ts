import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCompany } from '../../src/local/company/server.ts';
import { startSlack } from '../../src/local/slack/server.ts';
import type { SlackOptions } from '../../src/local/slack/server.ts';

export interface StageOptions {
  /** Where the model is, e.g. `http://127.0.0.1:1234/v1`. */
  modelUrl: string;
  slack?: Partial<SlackOptions>;
}

/** The local Slack and the demo company in this process, and what a bot needs to be told to live with them. */
export async function openWorlds({ modelUrl, slack: slackOptions }: StageOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
  const slack = await startSlack({
    port: 0,
    now: Date.now,
    retryDelays: [200, 400, 800, 1_600, 3_200],
    ...slackOptions,
  });
  const company = await startCompany({ file: ':memory:', port: 0, now: Date.now });
  const environment: Record<string, string> = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    APPROVALS_CHANNEL: 'C_APPROVALS',
    AGENTS: 'S_AGENTS',
    LEADS: 'S_LEADS',
    ADMINS: 'UADMIN',
    OPENAI_BASE_URL: modelUrl,
    OPENAI_MODEL: 'demo',
    CRM_URL: company.crmUrl,
    KB_URL: company.knowledgeUrl,
    ORDERS_URL: company.ordersUrl,
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'warn',
    TURNS_PER_MINUTE: '0',
  };
  return {
    slack,
    company,
    environment,
    folder,
    journal: async (): Promise<readonly Written[]> => JSON.parse(await (await fetch(company.journalUrl)).text()),
    stop: async () => {
      await Promise.all([slack.stop(), company.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type Worlds = Awaited<ReturnType<typeof openWorlds>>;

export interface Written {
  key: string;
  method: string;
  path: string;
  status: number;
}
