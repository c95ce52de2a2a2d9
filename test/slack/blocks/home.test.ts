import { describe, expect, test } from 'vitest';
import { PersonId, Target, UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import type { Home } from '../../../src/ports/home.ts';
import { homeView, sorryHome } from '../../../src/slack/blocks/home/home-view.ts';
import { spanWords } from '../../../src/slack/blocks/home/span.ts';
import { FIRST_WISH, parseWish, wishValue } from '../../../src/slack/blocks/home/wish.ts';
import { everyState, pending, refund, rowOf } from './approvals.ts';
import { AT, own, paused, queue, readHome, undoable } from './homes.ts';

const draw = (home: Home): string => readHome(homeView(home, FIRST_WISH));
const hold = { ...paused, by: PersonId.parse('person_ada') };

describe('given the Home of an agent', () => {
  test('when it is drawn, then it shows what needs them, soonest first, what waits for others and what was decided', () => {
    expect(draw(queue())).toBe(
      `# Support queue
(My limits: refunds ≤ $200.00 · as of 13:48 UTC)
(2 need you · 1 waiting on others · median decision 4 min today)
[✓ All] [Money] [Orders] [Tickets] {Soonest deadline} [Refresh]
---
*Needs you*
⏳ 12 min left · *Refund $48.00* · Alice Wonderland · ORD-12345 · “Arrived broken; asked for money back.” [Review]
1 h 50 min left · *Set to Resolved* · cust_123 · TKT_001 · “Customer confirmed that the reset link worked.” [Review]
(“…” are the assistant’s words, unverified. Review reads the facts anew.)
---
*Waiting on others*
*Refund $640.00* · cust_456 · ORD-30402 · needs a lead · asked 20 min ago
---
*Recently decided*
*Alice Wonderland* · ORD-12345 · Refund $48.00 · Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.`,
    );
  });

  test('when nothing needs them, then it says so, and what they did', () => {
    const none = { items: [], total: 0 };

    expect(draw(queue({ page: none, others: none, decided: [] }))).toContain(
      'Nothing needs you. 14 handled today, 2 of them by you.',
    );
    expect(draw(queue({ page: none, wish: { ...FIRST_WISH, filter: 'money' } }))).toMatch(
      /0 about money need you[\s\S]*\[All\] \[✓ Money\][\s\S]*Nothing about money needs you\. Choose “All”/,
    );
  });

  test('when there are more than a page holds, then it says which these are, and leads to the others', () => {
    const items = Array.from({ length: 20 }, () => pending());
    const turn = (page: number, count = 20) =>
      draw(queue({ wish: { ...FIRST_WISH, page }, page: { items: items.slice(0, count), total: 52 } }));

    expect(turn(0)).toContain('(1–20 of 52)\n[Next]');
    expect(turn(1)).toContain('(21–40 of 52)\n[Previous] [Next]');
    expect(turn(2, 12)).toContain('(41–52 of 52)\n[Previous]\n');
  });

  test('when executions are paused or the copy is checked, then that stands above the queue', () => {
    const drawn = draw(queue({ holds: [hold, { kind: 'restored', takenAt: AT - 60 * MINUTE, at: AT }] }));

    expect(drawn).toMatch(
      /⛔ \*Executions have been paused\* by <@UADMIN> since 2026-11-21 13:48 UTC\. You can still decide/,
    );
    expect(drawn).toMatch(/⛔ \*This copy is being checked\.\* It was taken 2026-11-21 12:48 UTC/);
    expect(drawn.indexOf('⛔')).toBeLessThan(drawn.indexOf('[✓ All]'));
  });

  test('when something can still be undone, then its button says what it takes back', () => {
    const view = homeView(queue({ undoable: [undoable], decided: [undoable] }), FIRST_WISH);
    const rows = view.blocks.flatMap((block) => ('accessory' in block ? [block.accessory] : []));

    expect(readHome(view)).toContain('can be undone until 13:48:41 UTC [Undo]');
    expect(readHome(view).match(/TKT_001 set to Resolved/g)).toHaveLength(1);
    expect(rows.at(-1)).toMatchObject({
      action_id: 'undo_execution',
      value: 'apr_7f3k09:5',
      accessibility_label: 'Undo Set to Resolved',
    });
  });

  test('when its Undo was pressed, then it is not offered again while it is carried out', () => {
    const view = homeView(queue({ undoable: [undoable], decided: [] }), FIRST_WISH, { undoing: [undoable.id] });

    expect(readHome(view)).toMatch(/TKT_001 set to Resolved · [^\n]*· being undone…$/);
    expect(JSON.stringify(view)).not.toContain('undo_execution');
  });

  test('when two of the same sum were decided, then the customer and the record tell them apart', () => {
    const facts = [{ label: 'Customer', value: 'Bob Builder · cust_456' }];
    const other = { ...refund, facts, target: Target.parse('order:ORD-30402') };
    const decided = [everyState(refund).executed, everyState(other).executed];

    expect(draw(queue({ decided }))).toMatch(
      /\*Alice Wonderland\* · ORD-12345 · ✓ Refunded \$48\.00[^\n]*\n\*Bob Builder\* · ORD-30402 · ✓ Refunded \$48\.00/,
    );
  });

  test('when a name could be taken for formatting, then who it was is told by the id', () => {
    const facts = [{ label: 'Customer', value: '*Nobody* · cust_123' }];

    expect(draw(queue({ decided: [everyState({ ...refund, facts }).executed] }))).toContain(
      '*cust_123* · ORD-12345 · ✓',
    );
  });

  test('when their conversations can be read, then each row that waits leads there', () => {
    const link = 'https://acme.slack.com/archives/C1/p1700000000000100';
    const drawn = readHome(homeView(queue(), FIRST_WISH, { threadLink: () => link }));

    expect(drawn).toContain(`“Arrived broken; asked for money back.” · <${link}|View thread> [Review]`);
    expect(drawn).toContain(`asked 20 min ago · <${link}|View thread>`);
    expect(draw(queue())).not.toContain('View thread');
  });

  test('when outcomes are open, then attention is called to them', () => {
    expect(draw(queue({ attention: { approved: 0, unknown: 1, forPerson: 2, failed: 3 } }))).toContain(
      '*Attention* · 1 outcome not yet known, checking · *2 outcomes must be found out by a person*: see the cards · 3 failed today',
    );
  });

  test('when a request is one of several on a card, half approved or paused, then its line says so', () => {
    const twoNeeded = { kind: 'people', count: 2, role: 'lead' } as const;
    const half = pending({ needs: twoNeeded, decisions: everyState(refund).approved.decisions });
    const asked = pending({ paused: { since: AT, left: MINUTE, stages: [] } });
    const drawn = draw(queue({ page: { items: [rowOf(pending(), 1, 3), half, asked], total: 3 } }));

    expect(drawn).toContain('ORD-12345 · 1 of 3 on one card · “Arrived');
    expect(drawn).toContain('1 of 2 approved');
    expect(drawn).toContain('the clock is paused · *Refund $48.00*');
  });

  test('when a name could be taken for formatting, then its line is shown character by character', () => {
    const facts = [{ label: 'Customer', value: '*Refund $9,999.00* · cust_123' }];
    const item = pending({ proposal: { ...refund, facts } });
    const view = homeView(queue({ page: { items: [item], total: 1 } }), FIRST_WISH);

    expect(view.blocks).toContainEqual(
      expect.objectContaining({
        text: {
          type: 'plain_text',
          emoji: false,
          text: expect.stringContaining('Refund $48.00 · *Refund $9,999.00* · ORD-12345'),
        },
      }),
    );
  });

  test('when something was done a moment ago, then that stands on top, and what is shown is kept', () => {
    const wish = { filter: 'tickets', order: 'oldest', page: 0 } as const;
    const view = homeView(queue({ wish }), wish, { notice: 'You rejected it.' });

    expect(readHome(view).startsWith('You rejected it.\n---\n# Support queue')).toBe(true);
    expect(view.private_metadata).toBe('tickets:oldest:0');
  });
});

describe('given the Home of somebody else', () => {
  test('when it is a customer, then they see their own requests in words for them, and nobody’s name', () => {
    const drawn = draw(own());

    expect(drawn).toBe(
      `# Your requests
(As of 13:48 UTC)
[Talk to a person] [Refresh]
---
*Refund $48.00* · ORD-12345
Done: $48.00 is on its way back.
*Refund $48.00* · ORD-12345
A teammate checks it. Asked 2026-11-21 12:00 UTC.
---
*Your tickets*
*TKT_001* · Login Issue · Open
(Your data: to answer you I read your own orders and tickets; what you write to me is processed by the language model that this company chose, and kept so that colleagues can decide; other customers never see any of it.)`,
    );
  });

  test.each(Object.values(everyState(refund)))(
    'when a request of a customer is $status, then no colleague, rule or risk is named, and nothing is promised',
    (approval) => {
      const drawn = draw(own({ requests: [approval] }));

      expect(drawn).not.toMatch(/<@|UPRIYA|UTOM|default-1|agent|lead|evidence|no photo|\$200/);
      if (!['approved', 'executing', 'executed'].includes(approval.status)) expect(drawn).not.toMatch(/Approved|Done:/);
    },
  );

  test('when what was approved is held back, then nobody promises that it is carried out now', () => {
    const held = { since: AT, why: 'paused', by: UserId.parse('UADMIN') } as const;
    const drawn = draw(own({ requests: [{ ...everyState(refund).approved, held }] }));

    expect(drawn).toContain('Approved; it will be carried out soon.');
    expect(drawn).not.toMatch(/UADMIN|carried out now|paused/);
  });

  test('when they asked for a person a moment ago, then it says when colleagues were told, and does not invite them again', () => {
    const view = homeView(own({ calledAt: AT - 2 * MINUTE }), FIRST_WISH);

    expect(readHome(view)).toContain('(Colleagues were told at 13:46 UTC that you want to talk to a person.)');
    expect(JSON.stringify(view)).not.toContain('primary');
    expect(JSON.stringify(homeView(own(), FIRST_WISH))).toContain('primary');
  });

  test('when their tickets cannot be read, or they have nothing, then that is said', () => {
    const { tickets: _, ...rest } = own();

    expect(draw(rest)).toContain('They cannot be shown just now.');
    expect(draw(own({ tickets: [], requests: [] }))).toMatch(
      /You have not asked for anything yet[\s\S]*You have none\./,
    );
  });

  test('when it is an admin, then they see counts and what holds executions back, and nothing to decide', () => {
    const home: Home = {
      kind: 'overview',
      waiting: 3,
      attention: { approved: 2, unknown: 1, forPerson: 0, failed: 0 },
      handled: { total: 14, own: 0 },
      holds: [hold],
      since: AT - 24 * 60 * MINUTE,
      at: AT,
    };

    expect(draw(home)).toMatch(
      /do not approve[\s\S]*⛔[\s\S]*\*3\* requests wait[\s\S]*14 handled in the last 24 hours[\s\S]*\[Refresh\]/,
    );
    expect(draw(home)).not.toMatch(/Review|You can still decide/);
    expect(draw(home)).toContain('What is approved waits until you or another admin type `/support resume`');
    expect(draw(home)).toContain('*2* approved requests wait until executions go on · *1* outcome is not yet known');
    expect(draw({ ...home, holds: [] })).not.toContain('until executions go on');
  });

  test('when it is a stranger, then it is one sentence', () => {
    expect(homeView({ kind: 'stranger', at: AT }, FIRST_WISH).blocks).toHaveLength(1);
  });

  test('when nothing could be read, then it says why, and one press tries again', () => {
    const view = sorryHome({ filter: 'money', order: 'amount', page: 3 }, 'A system is not answering.');

    expect(readHome(view)).toBe('A system is not answering.\n[Try again]');
    expect(view.private_metadata).toBe('money:amount:3');
  });
});

test.each([
  [0, 'less than a minute'],
  [59_999, 'less than a minute'],
  [12.9 * MINUTE, '12 min'],
  [60 * MINUTE, '1 h'],
  [110 * MINUTE, '1 h 50 min'],
  [47 * 60 * MINUTE, '47 h'],
  [49 * 60 * MINUTE, '2 days'],
])('given %d milliseconds, when they are said, then it is “%s”', (span, words) => {
  expect(spanWords(span)).toBe(words);
});

test('given a wish, when it is carried and read, then it is the same, and anything else is none', () => {
  const wish = { filter: 'orders', order: 'amount', page: 7 } as const;

  expect(parseWish(wishValue(wish))).toEqual(wish);
  for (const other of ['', 'all', 'all:deadline', 'all:deadline:-1', 'all:deadline:1:2', 'every:deadline:0', 'all:x:0'])
    expect(parseWish(other)).toBeUndefined();
});
