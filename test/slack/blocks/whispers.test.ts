import { describe, expect, test } from 'vitest';
import { ApprovalId, UserId } from '../../../src/domain/ids.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { whisper } from '../../../src/slack/blocks/whispers.ts';
import type { WhisperCode, WhisperContext } from '../../../src/slack/blocks/whispers.ts';
import { alice, approvedBy, everyState, NOON, pending, refund } from './approvals.ts';

const clicker = UserId.parse('UBOB');
const said = (code: WhisperCode, context: Partial<WhisperContext> = {}): string =>
  whisper(code, { clicker, reference: 'apr_7f3k00', ...context }).replaceAll(/<!date\^\d+\^[^|]*\|([^>]*)>/g, '$1');

const states = everyState(refund);
const lead = pending({ needs: { kind: 'people', count: 1, role: 'lead' } });
const two = pending({ needs: { kind: 'people', count: 2, role: 'lead' }, decisions: [approvedBy('UBOB', NOON)] });
const LINK = 'https://acme.slack.com/archives/C1/p1700000000000100';
const next = { id: ApprovalId.parse('apr_9c2d00'), effect: 'Refund $30.00', edition: 2 };
const edited = pending({
  editor: { person: alice.person, slackUser: clicker, at: NOON, was: 'Refund $60.00', before: [] },
});
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
    ['own-request', {}, 'You asked for this; another approver must decide.'],
    ['own-request', { approval: edited }, 'You changed this request; another approver must decide.'],
    [
      'own-request',
      { approval: edited, clicker: alice.slackUser },
      'You asked for this; another approver must decide.',
    ],
    ['beneficiary', {}, 'This one is for your own account; another approver must decide.'],
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
      'already-running',
      { approval: { ...states.approved, held: { since: NOON, why: 'paused', by: UserId.parse('UADMIN') } } },
      'Already approved; it waits: executions are paused by <@UADMIN>. <@UPRIYA> approved this at 12:12 UTC. The card is up to date now.',
    ],
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
    [
      'expired',
      { approval: pending({ expiresAt: NOON + MINUTE }) },
      'This expired at 12:01 UTC. Nothing was done. Use “Propose again” on the card to check the facts anew.',
    ],
    ['expired', {}, 'This expired. Nothing was done. Use “Propose again” on the card to check the facts anew.'],
    [
      'expired',
      { approval: { ...states.expired, reopened: next }, newerLink: LINK },
      `This expired at 14:00 UTC. Nothing was done. It was proposed again as apr_9c2d00 (Refund $30.00). <${LINK}|Please decide there>.`,
    ],
    ['unconfirmed', {}, 'They have not said yet whether to go ahead. Nothing was done.'],
    ['not-yours', {}, 'Only the person who asked can answer this. Nothing was done.'],
    ['not-now', {}, 'That is not possible any more. Nothing was done. The card is up to date now.'],
    ['forbidden', {}, 'The policy does not allow this any more. Nothing was done; you can still reject it.'],
    ['already-decided', { approval: pending() }, 'You have said yes already; a colleague decides now.'],
    [
      'already-decided',
      { approval: states.unknown },
      '<@UPRIYA> approved this at 12:12 UTC. The card is up to date now. Outcome not yet known — do not repeat.',
    ],
    [
      'already-running',
      { approval: states.unknown },
      'Outcome not yet known — do not repeat. The company is still being asked; nothing was changed.',
    ],
    ['same-person', { approval: states.unknown }, 'You have said so already. It needs a second person.'],
    ['withdrawn', { approval: states.withdrawn }, 'This was withdrawn at 12:09 UTC. Nothing was done.'],
    ['withdrawn', {}, 'This was withdrawn. Nothing was done.'],
    [
      'superseded',
      { approval: { ...states.superseded, by: next } },
      'Replaced by version 2 (apr_9c2d00): Refund $30.00. Please decide there.',
    ],
    [
      'superseded',
      { approval: { ...states.superseded, by: next }, newerLink: LINK },
      `Replaced by version 2 (apr_9c2d00): Refund $30.00. <${LINK}|Please decide there>.`,
    ],
    [
      'superseded',
      { approval: pending() },
      'A request on this card was changed. Nothing was decided. The card is up to date now.',
    ],
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

describe('given a customer who presses an old button of what asked for their own yes', () => {
  test.each<[WhisperCode, WhisperContext['approval'], string]>([
    ['already-decided', states.rejected, 'You confirmed this. A colleague did not approve it; nothing was done.'],
    ['already-decided', states.executed, 'You confirmed this.'],
    ['already-running', states.executing, 'You confirmed this.'],
    ['already-decided', states.pending, 'You confirmed this. A colleague decides now.'],
    ['withdrawn', states.withdrawn, 'You took this back at 12:09 UTC. Nothing was done.'],
    [
      'superseded',
      { ...states.superseded, by: next },
      'You asked for something else instead: Refund $30.00. Nothing was done here.',
    ],
    ['expired', states.prepared, 'This is not possible any more. Nothing was done; just ask again.'],
    ['forbidden', states.prepared, 'This is not possible any more. Nothing was done; just ask again.'],
    ['not-yours', states.prepared, 'Only the person who asked can answer this. Nothing was done.'],
  ])('when it is refused as %s, then no colleague and no card is named', (code, approval, sentence) => {
    expect(said(code, { ...(approval && { approval }), clicker: alice.slackUser })).toBe(sentence);
  });
});
