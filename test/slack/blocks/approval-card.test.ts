import { describe, expect, test } from 'vitest';
import type { Approval, ApprovalStatus } from '../../../src/domain/approval.ts';
import type { Fact, Proposal } from '../../../src/domain/proposal.ts';
import { MINUTE } from '../../../src/domain/time.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { parseDecisionValue } from '../../../src/slack/blocks/decision-buttons.ts';
import { alice, approvedBy, everyState, NOON, pending, refund, ticket } from './approvals.ts';
import { asPlainText, read } from './read.ts';

const threadLink = 'https://acme.slack.com/archives/C1/p1700000000000100';
/** The buttons of a waiting card that do not approve it. */
const others = (version: number): string =>
  [
    `[Edit](edit_request apr_7f3k00:${version})`,
    `[Reject](danger reject_request apr_7f3k00:${version})`,
    `[Details](show_details apr_7f3k00:${version})`,
    `[Ask customer](ask_requester apr_7f3k00:${version})`,
  ].join(' ');
const drawn = (approval: Approval): string => read(approvalCard([approval], { threadLink }));

describe('given a pending approval', () => {
  test('when it is a refund, then its card shows what is asked, why, the facts, the policy and two buttons', () => {
    expect(drawn(pending())).toBe(
      [
        'text: Refund $48.00 to Alice Wonderland needs a decision by 14:00 UTC (apr_7f3k00)',
        '# Refund $48.00 to Alice Wonderland?',
        "*Why* (assistant's words, unverified) “Arrived broken; asked for money back.”",
        '*Order* ORD-12345 · delivered 3 days ago',
        '*Customer* Alice Wonderland · cust_123 · premium',
        '| *Paid* $120.00',
        '| *This refund* $48.00',
        '(*Policy check* · default-1 → needs one agent',
        '✓ within 30 days of delivery (day 3)',
        '✓ $48.00 is within $200.00)',
        `[Refund $48.00](primary approve_request apr_7f3k00:1) ${others(1)}`,
        `(apr_7f3k00 · money out, cannot be undone · asked by <@UALICE> · expires 14:00 UTC · <${threadLink}|View thread>)`,
      ].join('\n'),
    );
  });

  test('when it is a ticket change, then its card says so in the same way', () => {
    expect(read(approvalCard([pending({ proposal: ticket, rules: [] })], {}))).toBe(
      [
        'text: Set TKT_001 to Resolved needs a decision by 14:00 UTC (apr_7f3k00)',
        '# Set TKT_001 to Resolved?',
        "*Why* (assistant's words, unverified) “Customer confirmed that the reset link worked.”",
        '*Ticket* TKT_001 · Login Issue',
        '| *Status* Open → Resolved',
        '(*Policy check* · default-1 → needs one agent)',
        `[Set to Resolved](primary approve_request apr_7f3k00:1) ${others(1)}`,
        '(apr_7f3k00 · can be reopened · asked by <@UALICE> · expires 14:00 UTC)',
      ].join('\n'),
    );
  });

  test.each([
    [{ kind: 'people', count: 1, role: 'agent' }, '→ needs one agent'],
    [{ kind: 'people', count: 1, role: 'lead' }, '→ needs a lead'],
    [{ kind: 'people', count: 2, role: 'agent' }, '→ needs two agents'],
    [{ kind: 'people', count: 2, role: 'lead' }, '→ needs two people, at least one lead'],
  ] as const)('when it needs %o, then it says "%s"', (needs, line) => {
    expect(drawn(pending({ needs }))).toContain(`(*Policy check* · default-1 ${line}\n`);
  });

  test.each([
    ['an agent, of two with a lead', 'lead', 'agent', 'a lead is still needed'],
    ['a lead, of two with a lead', 'lead', 'lead', 'one more colleague is still needed'],
    ['one of any two', 'agent', 'agent', 'one more colleague is still needed'],
  ] as const)('when %s has approved, then it says so, and who is still missing, and the buttons stay', (...row) => {
    const [, role, by, missing] = row;
    const needs = { kind: 'people', count: 2, role } as const;
    const decision = { ...approvedBy('UPRIYA', NOON + 12 * MINUTE), role: by };
    const card = drawn(pending({ needs, version: 2, decisions: [decision] })).split('\n');

    expect(card[2]).toBe(`1 of 2: approved by <@UPRIYA> 12:12 UTC · ${missing}`);
    expect(card.at(-2)).toBe(`[Refund $48.00](primary approve_request apr_7f3k00:2) ${others(2)}`);
  });

  test('when the person’s own words are known, then they stand quoted above the buttons and nothing in them is live', () => {
    const card = drawn(pending({ quote: 'it came <!channel> *broken*' })).split('\n');

    expect(card[3]).toBe('They wrote: “it came ‹!channel> *broken*”');
  });

  test.each(['Arrived broken, asked for money back', 'ARRIVED BROKEN: asked for money back!'])(
    'when they wrote %j, which is the reason again, then it stands there once',
    (quote) => {
      const reason = 'Asked: arrived broken; asked for money back.';

      expect(drawn(pending({ quote }))).not.toContain('They wrote');
      expect(drawn(pending({ quote, proposal: { ...refund, reason } }))).not.toContain('They wrote');
      expect(drawn(pending({ quote: `${quote} now` }))).toContain('They wrote');
    },
  );

  test('when nothing in both can be compared, then both stand there', () => {
    expect(drawn(pending({ quote: '!!', proposal: { ...refund, reason: '??' } }))).toContain('*They wrote* “!!”');
  });

  test('when a colleague asked for it, then the requester can be asked, not the customer', () => {
    const requester = { ...alice, role: 'agent' } as const;

    expect(drawn(pending({ requester }))).toContain('[Ask requester]');
    expect(drawn(pending({ requester }))).not.toContain('Ask customer');
  });

  test('when facts are long, then they stand above the short ones in full width', () => {
    const items = { label: 'Items', value: '1 × Stoneware Mug, Slate Blue ($48.00), 1 × French Press ($52.00)' };
    const { blocks } = approvalCard([pending({ proposal: { ...refund, facts: [...refund.facts, items] } })], {});

    expect(asPlainText(blocks.slice(2, 4)).split('\n')).toEqual([
      '*Order* ORD-12345 · delivered 3 days ago',
      '*Customer* Alice Wonderland · cust_123 · premium',
      `*Items* ${items.value}`,
      '| *Paid* $120.00',
      '| *This refund* $48.00',
    ]);
  });

  test('when a rule is not met, then its line says so with another sign', () => {
    const rules = [{ rule: '$640.00 is above the single-person limits', passed: false }];

    expect(drawn(pending({ rules }))).toContain('\n! $640.00 is above the single-person limits)\n');
  });

  test('when nobody has approved it, then no word of it says approved, refunded or done', () => {
    expect(drawn(pending())).not.toMatch(/\bapproved\b|\brefunded\b|\bdone\b/i);
  });
});

describe('given an approval that is no longer pending', () => {
  const statusOf: Record<Exclude<ApprovalStatus, 'pending'>, (words: Proposal['words']) => string> = {
    prepared: () => 'waits for <@UALICE> to go ahead',
    approved: () => 'Approved by <@UPRIYA> 12:12 UTC · sending…',
    executing: () => 'Approved by <@UPRIYA> 12:12 UTC · sending since 12:13 UTC…',
    unknown: () =>
      '? Outcome not yet known — do not repeat. Checking with the company since 12:13 UTC: no answer in time. Next look 12:13 UTC, 12:15 UTC and 12:23 UTC; else a person is asked at 12:43 UTC.',
    executed: ({ done }) => `✓ ${done} · re_1 · approved by <@UPRIYA> 12:12 UTC`,
    failed: ({ notDone }) => `✗ ${notDone}: the card account is closed. Nothing was changed.`,
    rejected: () => 'Rejected by <@UTOM> 12:20 UTC · Not enough evidence · “no photo”. Nothing was done.',
    expired: () => 'Expired 14:00 UTC, nobody decided. Nothing was done.',
    withdrawn: () => 'Withdrawn by <@UALICE> 12:09 UTC. Nothing was done.',
    superseded: ({ effect }) => `Replaced 12:09 UTC by version 2, apr_9c2d00 (${effect}). Nothing was done here.`,
    stale: () =>
      'Facts changed since you were asked: refunded $0.00 → $30.00; left $120.00 → $90.00. Nothing was done.',
  };
  const reopen: Partial<Record<ApprovalStatus, string>> = {
    expired: '[Propose again](reopen_request apr_7f3k00:1) ',
    stale: '[Review new request](reopen_request apr_7f3k00:2) ',
  };
  const buttonsOf = ({ status, version }: Approval): readonly string[] =>
    status === 'prepared' ? [] : [`${reopen[status] ?? ''}[Details](show_details apr_7f3k00:${version})`];
  const nothingHappened = ['failed', 'rejected', 'expired', 'withdrawn', 'superseded', 'stale'];
  const rows = Object.entries(statusOf).flatMap(([status, say]) => [
    [status, refund, say(refund.words)] as const,
    [status, ticket, say(ticket.words)] as const,
  ]);

  const open = ['prepared', 'approved', 'executing', 'unknown'];
  const isShort = ({ label, value }: Fact): boolean => `${label} ${value}`.length <= 32 && !value.includes(' · ');

  test.each(rows)(
    'when it is %s, then its card states it in words, has no deciding button, and keeps all facts while they matter',
    (...row) => {
      const [status, proposal, line] = row;
      const { words } = proposal;
      const approval = Object.values(everyState(proposal)).find((one) => one.status === status) ?? pending();
      const isOpen = open.includes(status);
      const keeps = isOpen || status === 'stale';
      const facts = proposal.facts.filter(({ label }) => keeps || ['Order', 'Ticket', 'Customer'].includes(label));
      const finality = nothingHappened.includes(status) ? '' : ` · ${words.finality}`;
      const policy = [
        `(*Policy check* · default-1${status === 'prepared' ? ' → decided by policy' : ''}`,
        '✓ within 30 days of delivery (day 3)',
        '✓ $48.00 is within $200.00)',
      ];

      expect(drawn(approval)).toBe(
        [
          `text: ${words.title.slice(0, -1)}: ${line} (apr_7f3k00)`,
          `# ${words.title.slice(0, -1)}`,
          line,
          ...(isOpen ? [`*Why* (assistant's words, unverified) “${proposal.reason}”`] : []),
          ...(status === 'stale' ? ['(As they were when it was asked for:)'] : []),
          ...facts.filter((fact) => !isShort(fact)).map(({ label, value }) => `*${label}* ${value}`),
          ...facts.filter(isShort).map(({ label, value }) => `| *${label}* ${value}`),
          ...(isOpen ? policy : []),
          ...buttonsOf(approval),
          `(apr_7f3k00${finality} · asked by <@UALICE> · <${threadLink}|View thread>)`,
        ].join('\n'),
      );
    },
  );

  const decisions = [approvedBy('UPRIYA', NOON), approvedBy('ULEAD', NOON + MINUTE)];
  const byPolicy = {
    ...pending(),
    needs: { kind: 'auto' },
    decisions: [{ verdict: 'approve', by: 'policy', at: NOON }],
  } as const;
  const twoPeople = { kind: 'people', count: 2, role: 'lead' } as const;
  test.each([
    [
      'two have approved it',
      { ...pending(), decisions, status: 'approved' },
      'Approved by <@UPRIYA> 12:00 UTC and <@ULEAD> 12:01 UTC · sending…',
    ],
    ['the policy approved it', { ...byPolicy, status: 'approved' }, 'Approved by policy 12:00 UTC · sending…'],
    [
      'the company is still working on it',
      {
        ...everyState(refund).executed,
        status: 'executed',
        receipt: { reference: 're_1', status: 'pending' },
        startedAt: NOON,
        finishedAt: NOON,
      },
      '✓ Accepted by the company, still being processed: the refund of $48.00 for ORD-12345 · re_1 · approved by <@UPRIYA> 12:12 UTC',
    ],
    [
      'it expired with one of two decisions',
      { ...pending(), needs: twoPeople, decisions: decisions.slice(0, 1), status: 'expired', expiredAt: NOON },
      'Expired 14:00 UTC, one of two decisions was missing. Nothing was done.',
    ],
    [
      'it expired before it was sent',
      { ...pending(), decisions: decisions.slice(0, 1), status: 'expired', expiredAt: NOON },
      'Expired 14:00 UTC, before it could be sent. Nothing was done.',
    ],
    [
      'it was rejected without a note or a reason',
      { ...pending(), decisions: [{ ...approvedBy('UTOM', NOON), verdict: 'reject' }], status: 'rejected' },
      'Rejected by <@UTOM> 12:00 UTC. Nothing was done.',
    ],
    [
      'many facts changed',
      { ...pending(), status: 'stale', staleAt: NOON, changes: ['a.', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] },
      'Facts changed since you were asked: a; b; c; d; e; f; and 2 more. Nothing was done.',
    ],
  ] as const)('when %s, then its card says so', (_, approval, line) => {
    expect(drawn(approval).split('\n')[2]).toBe(line);
  });
});

describe('given facts that do not fit on a card', () => {
  const cannot = (why: string): string =>
    `! *This request cannot be displayed whole, so it cannot be decided here:* ${why}.`;
  const noApproval = others(1);
  const withFacts = (facts: Proposal['facts']): Approval => pending({ proposal: { ...refund, facts } });

  test('when one value is longer than a field, then the others are shown and the card cannot be approved', () => {
    const card = drawn(withFacts([...refund.facts, { label: 'Address', value: 'x'.repeat(2_000) }]));

    expect(card.split('\n').slice(-3, -1)).toEqual([cannot('1 of 5 facts do not fit'), noApproval]);
    expect(card).toContain('| *Paid* $120.00');
  });

  test('when there are too many, then the card cannot be approved', () => {
    const card = drawn(withFacts(Array.from({ length: 41 }, (_, index) => ({ label: 'Row', value: String(index) }))));

    expect(card.split('\n').slice(-3, -1)).toEqual([cannot('1 of 41 facts do not fit'), noApproval]);
  });

  test('when the button cannot name the whole effect, then the card cannot be approved', () => {
    const words = { ...refund.words, effect: 'Refund '.repeat(20) };
    const card = drawn(pending({ proposal: { ...refund, words } }));

    expect(card.split('\n').slice(-3, -1)).toEqual([cannot('its button cannot name it'), noApproval]);
  });

  test('when there are more than ten that fit, then they go on in a further section', () => {
    const facts = Array.from({ length: 12 }, (_, index) => ({ label: 'Row', value: String(index) }));
    const sections = approvalCard([withFacts(facts)], {}).blocks.flatMap((block) =>
      'fields' in block ? [block.fields.length] : [],
    );

    expect(sections).toEqual([10, 2]);
  });
});

describe('given hostile words', () => {
  const withCustomer = (value: string): string =>
    drawn(pending({ proposal: { ...refund, facts: [{ label: 'Customer', value }] } }));

  test.each([
    ['<!channel> Bob', '| *Customer* <!channel> Bob'],
    ['*Bob* ~$480.00~', '| Customer: *Bob* ~$480.00~'],
    ['Bob :white_check_mark:', '| Customer: Bob :white_check_mark:'],
    ['Bob\n\n*Paid* $9,999.00', 'Customer: Bob ⏎ ⏎ *Paid* $9,999.00'],
    ['1 Main St\nSpringfield', '| *Customer* 1 Main St ⏎ Springfield'],
    ['\u202eboB\u200b', '| *Customer* boB'],
    ['  ', '| *Customer* –'],
  ])('when a customer is called %j, then the card shows %j', (value, line) => {
    expect(withCustomer(value).split('\n')[3]).toBe(line);
  });

  test("when the reason is long, then it is cut, and stays marked as the assistant's", () => {
    const card = drawn(pending({ proposal: { ...refund, reason: 'word '.repeat(300) } }));

    expect(card.split('\n')[2]).toMatch(/^\*Why\* \(assistant's words, unverified\) “(?:word )+(?:w|wo|wor|word)?…”$/);
  });

  test('when there is no reason, then no empty block is drawn', () => {
    expect(drawn(pending({ proposal: { ...refund, reason: ' ' } }))).not.toContain('*Why*');
  });

  test.each(['javascript:alert(1)', 'https://x|y', 'https://x>y'])(
    'when the thread link is %j, then it is left out',
    (link) => {
      expect(read(approvalCard([pending()], { threadLink: link }))).not.toContain('View thread');
    },
  );
});

describe('given the value of a button', () => {
  test('when a card of ours was pressed, then it names the approval and the version of the card', () => {
    expect(parseDecisionValue('apr_7f3k00:12')).toEqual({ approval: 'apr_7f3k00', version: 12 });
  });

  test.each([
    '',
    'apr_7f3k00',
    'apr_7f3k00:',
    'apr_7f3k00:0',
    'apr_7f3k00:-1',
    'apr_7f3k00:1.5',
    'apr_7f3k00:1e3',
    'apr_7f3k00:１',
    'apr_7f3k00:1:2',
    'x:1',
    'APR_7F3K00:1',
    ' apr_7f3k00:1',
    'apr_7f3k00:1\n',
    `apr_7f3k00:${'9'.repeat(400)}`,
  ])('when it is %j, then it is nothing of ours', (value) => {
    expect(parseDecisionValue(value)).toBeUndefined();
  });
});
