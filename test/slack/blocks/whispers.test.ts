import { describe, expect, test } from 'vitest';
import { UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { whisper } from '../../../src/slack/blocks/whispers.ts';
import type { WhisperCode, WhisperContext } from '../../../src/slack/blocks/whispers.ts';
import { approvedBy, everyState, NOON, pending, refund } from './approvals.ts';

const clicker = UserId.parse('UBOB');
const said = (code: WhisperCode, context: Partial<WhisperContext> = {}): string =>
  whisper(code, { clicker, reference: 'apr_7f3k00', ...context }).replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1');

const states = everyState(refund);
const lead = pending({ needs: { kind: 'people', count: 1, role: 'lead' } });
const two = pending({ needs: { kind: 'people', count: 2, role: 'lead' }, decisions: [approvedBy('UBOB', NOON)] });
const mine = { ...states.executed, decisions: [approvedBy('UBOB', NOON + 131_000)] };

describe('given a click that decides nothing', () => {
  test.each<[WhisperCode, Partial<WhisperContext>, string]>([
    [
      'not-allowed',
      { approval: lead },
      "You can't decide the refund of $48.00 for ORD-12345: it needs a lead. Nothing was changed.",
    ],
    [
      'not-allowed',
      { approval: two },
      "You can't decide the refund of $48.00 for ORD-12345: it needs two people, at least one lead. Nothing was changed.",
    ],
    ['not-allowed', {}, "You can't decide this one. Nothing was changed."],
    ['external', {}, 'Only the support team can use these buttons.'],
    ['customer', {}, 'Only the support team can use these buttons.'],
    ['admin', {}, 'Admins configure Deskhand and do not approve requests.'],
    ['own-request', {}, 'You asked for this one, so someone else has to approve it.'],
    ['beneficiary', {}, 'This one is for your own account, so someone else has to approve it.'],
    [
      'already-decided',
      { approval: states.executed },
      '<@UPRIYA> approved this at 12:12 UTC. The card is up to date now.',
    ],
    [
      'already-decided',
      { approval: states.rejected },
      '<@UTOM> rejected this at 12:20 UTC. The card is up to date now.',
    ],
    ['already-decided', { approval: mine }, 'Already approved by you at 12:02:11 UTC.'],
    [
      'already-decided',
      { approval: states.stale },
      'Facts changed since you were asked, so this was not done. The card is up to date now.',
    ],
    ['already-decided', {}, 'This was already decided. The card is up to date now.'],
    [
      'already-running',
      { approval: states.executing },
      'Already being sent, one moment. <@UPRIYA> approved this at 12:12 UTC. The card is up to date now.',
    ],
    ['already-running', {}, 'Already being sent, one moment.'],
    ['same-person', { approval: two }, 'You have approved this one already. It needs a second person.'],
    ['expired', { approval: pending({ expiresAt: NOON + MINUTE }) }, 'This expired at 12:01 UTC. Nothing was done.'],
    ['expired', {}, 'This expired. Nothing was done.'],
    ['withdrawn', { approval: states.withdrawn }, 'This was withdrawn at 12:09 UTC. Nothing was done.'],
    ['withdrawn', {}, 'This was withdrawn. Nothing was done.'],
    ['superseded', { approval: states.superseded }, 'Replaced by apr_9c2d00: Refund $20.00. Please decide there.'],
    ['superseded', {}, 'Replaced by a newer request. Please decide there.'],
    ['not-found', {}, "I can't find this request; it may be from an older install. Ref apr_7f3k00"],
    [
      'not-found',
      { reference: '<!channel>' },
      "I can't find this request; it may be from an older install. Ref &lt;!channel&gt;",
    ],
    ['card-mismatch', {}, 'These buttons are a copy: nothing was decided. Please use the original card.'],
    ['role-unknown', {}, 'Could not check your role — nothing changed, try again.'],
    ['storage', {}, 'Storage problem, nothing was done. Please try again in a moment.'],
  ])('when the reason is %s with %o, then the person reads: %s', (code, context, sentence) => {
    expect(said(code, context)).toBe(sentence);
  });
});
