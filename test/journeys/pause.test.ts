import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo();
});
afterAll(() => here.stop());

const type = async (user: string, text: string): Promise<string> => {
  const { answer } = await here.slack.command(user, 'C_SUPPORT', text);
  return answer ? readable(answer) : '';
};

describe('given an admin who has paused executions', () => {
  test('when a colleague approves, then nothing happens until it is resumed, everybody is told the truth, and it happens once', async () => {
    const refused = await type('UPRIYA', '/support pause executions');
    const paused = await type('UADMIN', '/support pause executions');
    const thread = await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await here.card('Refund $48.00');
    await here.press('UPRIYA', card.ts);
    const waits = readable(await here.cardShows(card.ts, 'executions are paused by <@UADMIN>'));
    const meanwhile = { refunds: await here.refunds(), said: here.inThread('C_SUPPORT', thread) };
    const resumed = await type('UADMIN', '/support resume');
    await here.cardShows(card.ts, '✓ Refunded $48.00');
    const told = await here.answer(thread, 2);

    expect(refused).toContain('Only an admin');
    expect(paused).toContain('Executions have been paused');
    expect(waits).toContain('Approved by <@UPRIYA>');
    expect(meanwhile).toEqual({ refunds: [], said: [expect.stringContaining('asked a colleague')] });
    expect(resumed).toContain('Executions go on');
    expect(told).toMatch(/^Done: \$48\.00/);
    expect(await here.refunds()).toMatchObject([{ status: 201 }]);
  });
});
