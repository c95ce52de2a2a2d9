import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

const POLICY = `
version: small-ones-alone
actions:
  refund_order:
    tiers:
      - { upTo: 25, needs: { kind: auto } }
      - { upTo: 200, needs: { kind: people, count: 1, role: agent } }
      - { needs: { kind: people, count: 2, role: lead } }
    windowDays: 30
`;

let here: Awaited<ReturnType<typeof openDemo>>;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'policy-'));
  const file = join(folder, 'policy.yml');
  writeFileSync(file, POLICY);
  here = await openDemo({ settings: { POLICY_FILE: file } });
});
afterAll(async () => {
  await here.stop();
  rmSync(folder, { recursive: true });
});

const ask = async (amount: string) => {
  const thread = await here.ask('UALICE', `please refund ${amount} of ORD-12345, the tea was stale`);
  return { thread, question: await here.asked(thread, 'Shall I go ahead?') };
};
const inSupport = { channel: 'C_SUPPORT' };
const buttons = (message: { blocks?: readonly unknown[] }) =>
  [...JSON.stringify(message.blocks).matchAll(/"action_id":"(\w+)"/g)].map(([, id]) => id);
const refunded = async () => (await here.refunds()).length;

describe('given a policy that lets small refunds run without a colleague', () => {
  test('when the customer says yes with two presses, then it happens once, and the question is answered in place', async () => {
    const { thread, question } = await ask('$12.00');
    expect(buttons(question)).toEqual(['confirm_request', 'decline_request']);
    expect(await refunded()).toBe(0);

    const yes = () => here.pressNamed('UALICE', question.ts, 'Yes, refund $12.00', inSupport);
    await Promise.all([yes(), yes()]);
    const answered = await here.asked(thread, 'You confirmed this at');
    const told = await until(
      () => here.inThread('C_SUPPORT', thread).find((words) => words.startsWith('Done: $12.00')),
      'the outcome',
    );

    expect([answered.ts, buttons(answered)]).toEqual([question.ts, []]);
    expect(told).toContain('Reference');
    expect(await refunded()).toBe(1);
  });

  test('when they want something else, then nothing is done', async () => {
    const before = await refunded();
    const { thread, question } = await ask('$13.00');

    await here.pressNamed('UALICE', question.ts, 'Something else', inSupport);
    const answered = await until(
      () =>
        here.slack
          .messages('C_SUPPORT', thread)
          .find(({ ts, blocks }) => ts === question.ts && !buttons({ blocks: blocks ?? [] }).length),
      'the question to be answered',
    );

    expect(readable(answered)).toMatch(/cancelled|withdrawn|not|else/i);
    expect(await refunded()).toBe(before);
  });

  test('when somebody else presses, then they are told that it is not theirs to answer', async () => {
    const before = await refunded();
    const { question } = await ask('$14.00');

    await here.pressNamed('UBOB', question.ts, 'Yes, refund $14.00', inSupport);
    await here.pressNamed('UPRIYA', question.ts, 'Yes, refund $14.00', inSupport);
    const words = ({ text }: { text: string }) => text.startsWith('Only the person who asked can answer this');
    await Promise.all(['UBOB', 'UPRIYA'].map((user) => here.slack.waitForEphemeral(user, words)));

    expect(await refunded()).toBe(before);
    await here.pressNamed('UALICE', question.ts, 'Something else', inSupport);
  });

  test('when it is more than the policy lets through, then colleagues decide as ever', async () => {
    await here.ask('UALICE', 'please refund $30.00 of ORD-12345, the tea was stale');

    const card = await here.card('Refund $30.00 to');

    expect(readable(card)).toContain('needs one agent');
    await here.reject('UPRIYA', card.ts);
    await here.cardShows(card.ts, 'Rejected');
  });
});
