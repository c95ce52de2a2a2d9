import { expect, test } from 'vitest';
import { UserId } from '../../../src/domain/ids.ts';
import type { Notice } from '../../../src/domain/outgoing.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { noticeCard } from '../../../src/slack/blocks/notice-card.ts';
import { NOON } from '../../fakes/approvals.ts';

const by = UserId.parse('UADMIN');
const NOTICES: readonly [string, Notice, RegExp][] = [
  ['executions were paused', { kind: 'paused', by, at: NOON }, /^\*Executions are paused\* by <@UADMIN>, /],
  ['executions were resumed', { kind: 'resumed', by, at: NOON }, /^\*Executions go on\*, resumed by <@UADMIN>, /],
  [
    'a copy was put in place',
    { kind: 'restored', takenAt: NOON - MINUTE, at: NOON },
    /^\*Deskhand was set back to a copy\*/,
  ],
  [
    'a copy was checked',
    { kind: 'reconciled', recovered: 0, at: NOON },
    /Nothing that was open in it had been carried out\./,
  ],
  ['one had been carried out', { kind: 'reconciled', recovered: 1, at: NOON }, /One open request had been carried out/],
  ['two had been carried out', { kind: 'reconciled', recovered: 2, at: NOON }, /2 open requests had been carried out/],
];

test.each(NOTICES)('given that %s, then every colleague reads so, in words that need no blocks', (_, notice, words) => {
  const { text, blocks } = noticeCard(notice);

  expect(blocks).toEqual([
    { type: 'section', text: { type: 'mrkdwn', text: expect.stringMatching(words), verbatim: true } },
  ]);
  expect(text).not.toContain('<!date');
});
