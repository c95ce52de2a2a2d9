import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { until } from '../stage/until.ts';
import { openDemo } from './support.ts';

let here: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  here = await openDemo({ settings: { APPROVALS_CHANNEL: 'C_SUPPORT' } });
});
afterAll(() => here.stop());

const cards = () => here.slack.messages('C_SUPPORT').filter((message) => readable(message).includes('Refund $48.00'));

describe('given cards in a channel that customers are in, too', () => {
  test.each([
    ['the requester', 'UALICE', 'You asked for this; another approver must decide.'],
    ['another customer', 'UBOB', 'Only the support team can use these buttons.'],
    ['a guest', 'UGUEST', 'Only the support team can use these buttons.'],
    ['an admin', 'UADMIN', 'Admins configure Deskhand and do not approve requests.'],
  ])('when %s presses, then only they read why not, and nothing changes', async (_, user, words) => {
    if (cards().length === 0) await here.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await until(() => cards()[0], 'the card');
    await here.slack.click(user, 'C_SUPPORT', card.ts, 'approve_request');
    const whisper = await here.slack.waitForEphemeral(user, () => true);

    expect(whisper.text).toBe(words);
    expect(cards()).toEqual([card]);
    expect(await here.refunds()).toEqual([]);
  });
});
