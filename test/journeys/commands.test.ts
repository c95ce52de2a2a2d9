import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readable } from '../stage/people.ts';
import { openDemo, spoil } from './support.ts';

let stage: Awaited<ReturnType<typeof openDemo>>;
beforeAll(async () => {
  stage = await openDemo();
});
afterAll(() => stage.stop());

/** What this person reads, and nobody else. */
async function type(user: string, text: string, channel = 'C_SUPPORT'): Promise<string> {
  const { answer } = await stage.slack.command(user, channel, `/support ${text}`);
  if (!answer) throw new Error(`/support ${text} of ${user} was not answered`);
  return readable(answer);
}

describe('given the slash command', () => {
  test('when people type /support, then each reads what they may type', async () => {
    expect(await type('UALICE', '')).not.toMatch(/approvals|pause/);
    expect(await type('UPRIYA', 'HELP')).toContain('/support approvals');
    expect(await type('UADMIN', 'help')).toContain('/support pause executions');
    expect(await type('UPRIYA', 'do &lt;!channel&gt;')).toContain("I don't know “do ‹!channel>”.");
    expect(stage.slack.messages('C_SUPPORT')).toEqual([]);
  });

  test('when they ask for a ticket, then customers see their own, staff all, and nobody’s looks like somebody else’s', async () => {
    expect(await type('UALICE', 'ticket tkt_001')).toContain('Login Issue');
    expect(await type('UALICE', 'ticket TKT_001')).not.toContain('changed her phone');
    expect(await type('UPRIYA', 'ticket TKT_001', 'C_APPROVALS')).toContain('changed her phone');
    expect((await type('UALICE', 'ticket TKT_002')).replaceAll('TKT_002', 'TKT_999')).toBe(
      await type('UALICE', 'ticket TKT_999'),
    );
  });

  test('when people who may not type it, then they read why, and nothing is paused', async () => {
    expect(await type('UALICE', 'approvals')).toContain('Only the support team');
    expect(await type('ULEA', 'pause executions')).toContain('Only an admin');
    expect(await type('UGUEST', 'pause executions')).toContain('Only members of this workspace');
    expect(await type('UEXT', 'approvals', 'C_SHARED')).toContain('Only members of this workspace');
    expect(await type('UADMIN', 'resume')).toContain('Executions are not paused');
  });

  test('when an admin pauses, then what is approved waits until executions are resumed, and then happens once', async () => {
    const thread = await stage.ask('UALICE', "my mug from ORD-12345 came broken, I'd like a refund");
    const card = await stage.card('Refund $48.00');
    const waiting = await type('UPRIYA', 'approvals');
    const paused = await type('UADMIN', 'pause  EXECUTIONS');

    await stage.press('UPRIYA', card.ts);
    await stage.cardShows(card.ts, 'paused');
    const held = await stage.refunds();
    const listed = await type('ULEA', 'approvals');
    const resumed = await type('UADMIN', 'resume');
    await stage.cardShows(card.ts, '✓ Refunded $48.00');

    expect(waiting).toContain('1 request waits for your decision');
    expect(waiting).toContain('Refund $48.00 to Alice Wonderland');
    expect(waiting).toContain(`/archives/C_APPROVALS/p${card.ts.replace('.', '')}`);
    expect(paused).toContain('*Executions have been paused*');
    expect(held).toEqual([]);
    expect(listed).toContain('Nothing waits for your decision');
    expect(listed).toContain('*Executions have been paused* by <@UADMIN>');
    expect(resumed).toContain('*Executions go on.*');
    expect(await stage.refunds()).toMatchObject([{ status: 201 }]);
    expect(await stage.answer(thread, 2)).toMatch(/^Done: \$48\.00/);
  });

  test('when the customer system is down, then the kill switch works nevertheless', async () => {
    await spoil(stage, { system: 'crm', kind: 'status', status: 503 });

    expect(await type('UADMIN', 'pause executions')).toContain('*Executions have been paused*');
    expect(await type('UADMIN', 'resume')).toContain('*Executions go on.*');
  });
});
