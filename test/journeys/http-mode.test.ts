import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { HOUR } from '../../src/domain/time.ts';
import { peopleOf, readable } from '../stage/people.ts';
import { openStage } from '../stage/stage.ts';
import type { Stage } from '../stage/stage.ts';
import { until } from '../stage/until.ts';
import { Address, writesOf } from './support.ts';

const SECRET = '0123456789abcdef0123456789abcdef';

/** A port that nobody listens on now. */
const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = Address.parse(server.address());
      server.close(() => resolve(port));
    });
  });

let stage: Stage;
let url: string;
beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  stage = await openStage({
    settings: { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: SECRET, PORT: String(port) },
    slack: { http: { url, signingSecret: SECRET } },
  });
});
afterAll(() => stage.stop());

describe('given a bot in HTTP mode', () => {
  test('when Alice asks for a refund and two colleagues press at once, then it happens once and she is told', async () => {
    const people = peopleOf(stage.slack);
    const thread = await people.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    await Promise.all([stage.slack.resendLast(), stage.slack.resendLast()]);
    const card = await people.card('Refund $48.00');
    const acked = await Promise.all([people.press('UPRIYA', card.ts), people.press('UTOM', card.ts)]);
    await people.cardShows(card.ts, '✓ Refunded $48.00');
    const told = await people.answer(thread, 2);
    await until(
      () => [...stage.slack.ephemerals('UPRIYA'), ...stage.slack.ephemerals('UTOM')].length === 1,
      'the loser to be told',
    );

    expect(acked).toEqual([true, true]);
    expect(told).toMatch(/^Done: \$48\.00/);
    expect(await writesOf(stage, '/refunds')).toMatchObject([{ status: 201 }]);
    expect(stage.slack.messages('C_APPROVALS')).toHaveLength(1);
  });

  test('when people type /support, then each is answered as in Socket Mode', async () => {
    const type = async (user: string, text: string): Promise<string> => {
      const { answer } = await stage.slack.command(user, 'C_APPROVALS', `/support ${text}`);
      return answer ? readable(answer) : 'no answer';
    };

    expect(await type('UPRIYA', 'help &amp; more')).toContain("I don't know “help & more”.");
    expect(await type('UADMIN', 'pause executions')).toContain('*Executions have been paused*');
    expect(await type('ULEA', 'resume')).toContain('Only an admin');
    expect(await type('ULEA', 'approvals')).toContain('*Executions have been paused* by <@UADMIN>');
    expect(await type('UADMIN', 'resume')).toContain('*Executions go on.*');
  });

  test.each([
    ['no signature', {}],
    [
      'a wrong one',
      {
        'x-slack-request-timestamp': String(Math.floor(Date.now() / 1_000)),
        'x-slack-signature': `v0=${'0'.repeat(64)}`,
      },
    ],
  ])('when a request comes with %s, then it is turned away', async (_, headers) => {
    const answer = await fetch(`${url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"type":"event_callback","event":{"type":"app_mention"}}',
    });

    expect(answer.status).toBe(401);
  });
});

describe('given a machine whose clock was set back by an hour while the bot was down', () => {
  test('when Alice writes, then Slack’s requests are believed nevertheless', async () => {
    const { environment } = stage;
    const sqlite = openSqlite(join(environment['DATA_DIR'] ?? '', 'deskhand.db'));
    const row = { at: Date.now() + HOUR, event: 'seen', actor: 'deskhand', detail: {} };
    await sqlStore(sqlite.driver).commit({ audit: [row] });
    sqlite.close();
    await stage.restart();
    const people = peopleOf(stage.slack);

    const thread = await people.ask('UALICE', 'where is my order ORD-12345?');

    expect(await people.answer(thread, 1)).toContain('ORD-12345');
  });
});
