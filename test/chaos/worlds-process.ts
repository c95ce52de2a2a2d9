// The three local worlds in a process of their own, never killed, with the people who live in them: they are the judges.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { startCompany } from '../../src/local/company/server.ts';
import { startModel } from '../../src/local/model/start-model.ts';
import { startSlack } from '../../src/local/slack/server.ts';
import { colleaguesOf } from './colleagues.ts';
import { customersOf, postedOf } from './customers.ts';
import { mischiefIn } from './mischief.ts';
import { planOf } from './plan.ts';
import { questionsOf, seedRecords, slackPeopleOf } from './records.ts';
import type { Record as Seen } from './record.ts';
import { createWatch } from './watch.ts';
import type { Order, Report } from './worlds.ts';

const Given = z.tuple([z.string(), z.coerce.number(), z.coerce.number()]);
const [folder, seed, kills] = Given.parse(process.argv.slice(2));
const plan = planOf(seed, kills);
const questions = new Map(questionsOf(plan).map((question) => [question.number, question]));
seedRecords(join(folder, 'company.db'), plan, Date.now());

const [slack, model, company] = await Promise.all([
  startSlack({
    port: 0,
    now: Date.now,
    ackTimeout: 700,
    // Slack tries for minutes: longer than the bot is ever away.
    retryDelays: [100, 200, 400, 400, 800, 800, 800, 1_600, 1_600, 1_600, 3_200, 3_200, 3_200, 3_200],
    people: slackPeopleOf(plan),
  }),
  startModel({ port: 0 }),
  startCompany({ file: join(folder, 'company.db'), port: 0, now: Date.now }),
]);
const watch = createWatch();
const customers = customersOf(slack, watch);
const colleagues = colleaguesOf(slack, watch, { seed, questionNumbered: (number) => questions.get(number) });
const mischief = mischiefIn({ slack, model, companyFaultsUrl: company.faultsUrl, seed });

async function live(index: number): Promise<void> {
  const life = plan.lives[index];
  if (!life) return;
  const later = async (at: number, act: () => Promise<void>): Promise<void> => {
    await pause(at);
    await act();
  };
  await Promise.all([
    ...life.asks.map(({ at, question }) => later(at, () => customers.ask(question))),
    ...life.troubles.map((trouble) => later(trouble.at, () => mischief.make(trouble))),
  ]);
}

async function record(): Promise<Seen> {
  return {
    threads: customers.threads(),
    cards: slack
      .messages('C_APPROVALS')
      .filter(({ user }) => user === 'UBOT')
      .map(postedOf),
    presses: colleagues.presses(),
    duplicates: { ...mischief.duplicates(), stale: colleagues.stale() },
    faults: await mischief.faults(),
    givenUp: mischief.givenUp(),
    url: slack.pageUrl,
  };
}

async function obey(order: Order): Promise<Report> {
  switch (order.do) {
    case 'live':
      void live(order.life);
      return { kind: 'done' };
    case 'calm':
      await mischief.calm();
      return { kind: 'done' };
    case 'approve everything':
      colleagues.approveEverything();
      return { kind: 'done' };
    case 'waiting':
      return { kind: 'waiting', customers: customers.waiting(), colleagues: colleagues.busy() };
    case 'record':
      return { kind: 'record', record: await record() };
  }
}

process.on('message', (message: { number: number; order: Order }) => {
  void obey(message.order).then((report) => process.send?.({ number: message.number, report }));
});
process.send?.({
  number: 0,
  report: {
    kind: 'ready',
    journalUrl: company.journalUrl,
    environment: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_APP_TOKEN: slack.appToken,
      APPROVALS_CHANNEL: 'C_APPROVALS',
      AGENTS: 'S_AGENTS',
      LEADS: 'S_LEADS',
      ADMINS: 'UADMIN',
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: 'demo',
      CRM_URL: company.crmUrl,
      KB_URL: company.knowledgeUrl,
      ORDERS_URL: company.ordersUrl,
      LOG_LEVEL: 'warn',
      TURNS_PER_MINUTE: '0',
    },
  },
});
