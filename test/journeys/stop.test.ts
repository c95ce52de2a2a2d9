import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, say } from '../fakes/openai.ts';
import { until } from '../stage/until.ts';
import { behind, gate, openTalk, wordsIn, written } from './talk.ts';

const TALE = ['Once there was a lamp. ', 'It was red. ', 'It was old. ', 'It fell down. ', 'It broke.'];

let here: Awaited<ReturnType<typeof openTalk>>;
const never = gate();
beforeAll(async () => {
  here = await openTalk((request) => {
    const words = wordsIn(request).at(-1) ?? '';
    const hasAsked = request.items.at(-1)?.kind === 'output';
    if (words.includes('at length')) return written(TALE, { finished: never.opened });
    if (words.includes('refund') && hasAsked) return behind(never.opened, say('I have asked.'));
    if (words.includes('refund'))
      return call('refund_order', { order_id: 'ORD-12345', amount: '9.00', currency: null, reason: 'It broke.' });
    return say(`To: ${words}`);
  });
});
afterAll(async () => {
  never.open();
  await here.stop();
});

const STOPPED = 'Stopped, as you asked. Nothing was changed.';
const session = (channel: string, thread: string) =>
  here.slack.sessions().find((one) => one.channel === channel && one.threadTs === thread)?.status;

describe.concurrent('given a turn in direct messages that people wait for', () => {
  test('when Stop is pressed while it thinks, then that is said, nothing is asked for, and the next message is answered', async () => {
    const thread = await here.slack.postAs('UALICE', 'D_ALICE', 'please refund nine dollars');
    await until(() => session('D_ALICE', thread) === 'processing', 'Stop to be there');
    here.slack.pressStop('UALICE', 'D_ALICE', thread);
    const told = await here.answer(thread, 1, 'D_ALICE');
    await until(() => session('D_ALICE', thread) === 'active', 'the work to be over');
    await here.reply(thread, 'something else then', 'UALICE', 'D_ALICE');
    await here.answer(thread, 2, 'D_ALICE');

    expect(told).toBe(STOPPED);
    expect(here.inThread('D_ALICE', thread)).toEqual([STOPPED, 'To: something else then']);
    expect(here.slack.messages('C_APPROVALS')).toEqual([]);
    expect(await here.refunds()).toEqual([]);
  });

  test('when Stop is pressed while the reply is being written, then its beginning gives way to that', async () => {
    const thread = await here.slack.postAs('UBOB', 'D_BOB', 'tell me at length');
    await until(() => here.inThread('D_BOB', thread).some((text) => text.includes('Once there was')), 'its beginning');
    here.slack.pressStop('UBOB', 'D_BOB', thread);
    await until(() => here.inThread('D_BOB', thread).includes(STOPPED), 'it to be stopped');
    await here.reply(thread, 'shortly, please', 'UBOB', 'D_BOB');
    await here.answer(thread, 2, 'D_BOB');

    expect(here.inThread('D_BOB', thread)).toEqual([STOPPED, 'To: shortly, please']);
  });

  test('when something is written behind Stop, then it is answered after that', async () => {
    const thread = await here.slack.postAs('UTOM', 'D_TOM', 'please refund nine dollars, again');
    await until(() => session('D_TOM', thread) === 'processing', 'Stop to be there');
    here.slack.pressStop('UTOM', 'D_TOM', thread);
    await here.reply(thread, 'only hello', 'UTOM', 'D_TOM');
    await here.answer(thread, 2, 'D_TOM');

    expect(here.inThread('D_TOM', thread)).toEqual([STOPPED, 'To: only hello']);
  });
});
