import { describe, expect, test } from 'vitest';
import type { Approval } from '../../../src/domain/approval.ts';
import { confirmation } from '../../../src/slack/blocks/confirmation.ts';
import { nudge } from '../../../src/slack/blocks/nudge.ts';
import { alice, everyState, NOON, pending, refund } from './approvals.ts';
import { read } from './read.ts';

const states = everyState(refund);
const yes = { verdict: 'approve', by: alice.person, slackUser: alice.slackUser, role: 'customer', at: NOON } as const;
const last = (approval: Approval): string | undefined => read(confirmation(approval)).split('\n').at(-1);

describe('given a request that its asker must confirm', () => {
  test('when they are asked, then they see what and how much from the ledger, and one button is the yes', () => {
    expect(read(confirmation(states.prepared))).toMatchInlineSnapshot(`
      "text: I can arrange the refund of $48.00 for ORD-12345. Shall I go ahead?
      I can arrange the refund of $48.00 for ORD-12345. Shall I go ahead?
      *Order* ORD-12345 · delivered 3 days ago
      | *Paid* $120.00
      | *This refund* $48.00
      [Yes, refund $48.00](primary confirm_request apr_7f3k00:1) [Something else](decline_request apr_7f3k00:1)"
    `);
  });

  test('when the effect does not fit on a button, then it cannot be confirmed, only declined', () => {
    const words = { ...refund.words, effect: 'Refund '.repeat(20) };
    const card = read(confirmation(everyState({ ...refund, words }).prepared));

    expect(card).toContain('cannot be confirmed here');
    expect(card).not.toContain('primary');
    expect(card).toContain('[Something else](decline_request apr_7f3k00:1)');
  });

  const { withdrawn } = states;
  const auto = { needs: { kind: 'auto' }, decisions: [yes] } as const;
  test.each<[string, Approval, string]>([
    ['they said yes', { ...states.approved, ...auto }, 'You confirmed this at 12:00 UTC.'],
    ['it was done', { ...states.executed, ...auto }, 'You confirmed this at 12:00 UTC.'],
    ['its outcome is unknown', { ...states.unknown, ...auto }, 'You confirmed this at 12:00 UTC.'],
    ['colleagues decide after all', pending(), 'You confirmed this. A colleague decides now.'],
    [
      'a colleague rejected it',
      states.rejected,
      'You confirmed this. A colleague did not approve it; nothing was done.',
    ],
    ['they chose something else', { ...withdrawn, why: 'declined' }, 'You chose something else.'],
    ['they took it back', withdrawn, 'You took this back at 12:09 UTC. Nothing was done.'],
    [
      'they deleted their message',
      { ...withdrawn, why: 'message-deleted' },
      'You deleted the message that asked for this. Nothing was done.',
    ],
    ['they never answered', { ...states.expired, needs: { kind: 'auto' } }, 'Expired, nothing was done.'],
    [
      'it was approved too late',
      { ...states.expired, ...auto },
      'You confirmed this at 12:00 UTC. It could not be carried out in time; nothing was done.',
    ],
    [
      'the facts changed',
      { ...states.stale, ...auto },
      'You confirmed this at 12:00 UTC. The facts changed in the meantime; nothing was done.',
    ],
    [
      'they asked for another sum',
      states.superseded,
      'You asked for something else instead: Refund $48.00. Nothing was done here.',
    ],
  ])('when %s, then the buttons are gone and it says so', (_, approval, line) => {
    expect(last(approval)).toBe(line);
  });
});

test('given a colleague who must confirm, when they are asked, then they see for which customer', () => {
  const requester = { ...alice, role: 'agent' } as const;

  expect(read(confirmation({ ...states.prepared, requester }))).toContain('cust_123');
});

describe('given a card that still waits', () => {
  const leads = ['S0LEADS', 'ULEA', '<!channel>', 'nobody'];

  test('when half of the time is over, then nobody is called', () => {
    expect(read(nudge(pending(), 'half', leads)).split('\n')[1]).toBe('Still needs a decision by 14:00 UTC.');
  });

  test('when little time is left, then the leads are called by their groups and ids, and nobody else', () => {
    expect(read(nudge(pending(), 'last', leads)).split('\n')[1]).toBe(
      '<!subteam^S0LEADS> <@ULEA> this still needs a decision by 14:00 UTC.',
    );
  });

  test('when there are no leads, then the last call calls nobody', () => {
    expect(nudge(pending(), 'last', []).text).toBe('Last call: this still needs a decision by 14:00 UTC.');
  });
});
