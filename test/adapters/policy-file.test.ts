import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../src/adapters/policy-file.ts';
import { DEFAULT_POLICY, evaluate } from '../../src/domain/policy.ts';
import { money } from '../../src/domain/money.ts';
import { NOON, proposal } from '../fakes/approvals.ts';

const read = (source: string) => parsePolicy(Buffer.from(source));
function problemsOf(source: string | Uint8Array): readonly string[] {
  const result = parsePolicy(typeof source === 'string' ? Buffer.from(source) : source);
  return 'problems' in result ? result.problems : [];
}

/** A file in which the tiers of refunds begin on line 5. */
const refunds = (...tiers: readonly string[]): string =>
  ['version: mine-1', 'actions:', '  refund_order:', '    tiers:', ...tiers.map((tier) => `      - ${tier}`)].join(
    '\n',
  );
const T0 = 'line 5, actions.refund_order.tiers.0';
const ACTIONS = 'open_ticket, update_ticket, cancel_order, change_address, place_order';
const AMOUNT = 'expected an amount above 0 and at most 1000000000';

describe('given a policy file that is right', () => {
  test('when it names one action, then that one is replaced and the others stay', () => {
    const tiers = [
      '{ customer: premium, upTo: 25, needs: { kind: auto } }',
      'needs: { kind: never, rule: no refunds }',
    ];

    expect(read(refunds(...tiers))).toEqual({
      policy: {
        version: 'mine-1',
        actions: {
          ...DEFAULT_POLICY.actions,
          refund_order: {
            tiers: [
              { customer: 'premium', upTo: 25, needs: { kind: 'auto' } },
              { needs: { kind: 'never', rule: 'no refunds' } },
            ],
          },
        },
      },
    });
  });

  test.each([
    ['begins with a byte order mark', `\ufeff${refunds('needs: { kind: auto }')}`],
    ['lets money move on the requester’s own yes', refunds('needs: { kind: auto }')],
    ['is JSON', '{"version": "mine-1", "actions": {}}'],
    [
      'repeats a requirement by its anchor',
      refunds('{ upTo: 5, needs: &one { kind: people, count: 1, role: agent } }', '{ upTo: 6, needs: *one }'),
    ],
    [
      'has a higher limit for some before a lower one for all',
      refunds('{ customer: premium, upTo: 500, needs: { kind: auto } }', '{ upTo: 200, needs: { kind: auto } }'),
    ],
  ])('when it %s, then it is taken', (_, source) => {
    expect(problemsOf(source)).toEqual([]);
  });

  test('when it is the example of the README, then it is taken and means what the README says', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(readme) ?? [];
    const result = read(example);
    if ('problems' in result) throw new Error(result.problems.join('\n'));
    const needsFor = (minor: number, customerTier: 'standard' | 'premium') =>
      evaluate(result.policy, proposal({ cost: money(minor, 'USD'), customerTier }), [], NOON).needs;

    expect(needsFor(2_500, 'premium')).toEqual({ kind: 'auto' });
    expect(needsFor(2_500, 'standard')).toEqual({ kind: 'people', count: 1, role: 'agent' });
    expect(needsFor(100_001, 'premium')).toMatchObject({ kind: 'people', count: 2 });
    expect(needsFor(100_001, 'standard')).toMatchObject({ kind: 'never' });
  });
});

describe('given a file that cannot be read as a policy at all', () => {
  test.each([
    ['is empty', '', 'is empty; expected version and actions'],
    ['holds only a comment', '# later\n', 'is empty; expected version and actions'],
    ['is too large', '#'.repeat(65_537), 'is larger than 64 kB'],
    ['is not UTF-8', new Uint8Array([0x76, 0xff, 0xfe]), 'is not UTF-8 text'],
    ['is a list', '- version: a', 'line 1: expected a map of version, actions, got a list'],
    ['is a secret', 'xoxb-canary-canary', 'line 1: expected a map of version, actions, got text'],
    ['is indented with a tab', 'version: a\nactions:\n\trefund_order: {}', 'line 3: expected spaces, got a tab'],
    ['has an open quote', 'version: "a', 'line 1: is not YAML: Missing closing "quote'],
    [
      'has a reserved character',
      'actions: {}\nversion: @a',
      'line 2: is not YAML: Plain value cannot start with reserved character @',
    ],
    ['holds two documents', 'version: a\n---\nb: 1', 'line 2: expected one document, got another one after ---'],
    ['names a type of its own', 'version: !!js/function a', 'line 1: expected no tags, got one'],
    ['is nested without end', '['.repeat(5_000), 'line 1: is nested too deeply'],
    ['has an alias without an anchor', 'version: *a', 'line 1: expected the anchor &a before it, got none'],
    [
      'has aliases that multiply',
      ['a: &a [x]', ...Array.from({ length: 30 }, (_, index) => `b${index}: [*a, *a]`)].join('\n'),
      'line 12: expected at most 20 aliases, got more',
    ],
    ['has a list for a key', 'version: a\n? [a]\n: b', 'line 2: expected a key that is text, got something else'],
  ])('when it %s, then that is told', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });
});

describe('given one mistake', () => {
  test.each([
    ['no version', 'actions: {}', 'line 1, version: expected text of 1 to 100 characters, got nothing'],
    [
      'a version that is a number',
      'version: 3\nactions: {}',
      'line 1, version: expected text of 1 to 100 characters, got 3',
    ],
    ['no actions', 'version: a', `line 1, actions: expected a map of ${ACTIONS}, refund_order, got nothing`],
    [
      'an unknown action',
      'version: a\nactions:\n  refund_oder:\n    tiers: []',
      `line 3, actions.refund_oder: expected ${ACTIONS} or refund_order, got "refund_oder"`,
    ],
    [
      'a reserved name',
      'version: a\nactions: { __proto__: { tiers: [] } }',
      `line 2, actions.__proto__: expected ${ACTIONS} or refund_order, got "__proto__"`,
    ],
    ['a key twice', 'version: a\nactions: {}\nversion: b', 'line 3, version: expected each key once, got it again'],
    [
      'a key twice inside',
      refunds('needs: { kind: auto }\n        needs: { kind: auto }'),
      'line 6, actions.refund_order.tiers.0.needs: expected each key once, got it again',
    ],
    [
      'an action without content',
      'version: a\nactions:\n  open_ticket:\n',
      'line 3, actions.open_ticket: expected a map of tiers, got nothing',
    ],
    [
      'no tier',
      'version: a\nactions:\n  open_ticket:\n    tiers: []',
      'line 4, actions.open_ticket.tiers: expected at least one tier, got a list',
    ],
    [
      'tiers that are no list',
      'version: a\nactions:\n  open_ticket:\n    tiers: { needs: { kind: auto } }',
      'line 4, actions.open_ticket.tiers: expected a list of tiers, got a map',
    ],
    [
      'a field in another spelling',
      refunds('{ upto: 20, needs: { kind: auto } }'),
      `${T0}.upto: expected upTo, customer or needs, got "upto"`,
    ],
    [
      'an amount where nothing has one',
      'version: a\nactions:\n  update_ticket:\n    tiers:\n      - { upTo: 5, needs: { kind: auto } }',
      'line 5, actions.update_ticket.tiers.0.upTo: expected customer or needs, got "upTo"',
    ],
    ['an amount in words', refunds('{ upTo: twenty, needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got "twenty"`],
    ['a number in quotes', refunds('{ upTo: "20", needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got "20"`],
    ['a negative amount', refunds('{ upTo: -5, needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got -5`],
    ['an amount of nothing', refunds('{ upTo: 0, needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got 0`],
    ['an amount that is no number', refunds('{ upTo: .nan, needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got NaN`],
    [
      'an amount beyond all money',
      refunds('{ upTo: 99999999999, needs: { kind: auto } }'),
      `${T0}.upTo: ${AMOUNT}, got 99999999999`,
    ],
    ['an amount left out', refunds('{ upTo: , needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got nothing`],
    ['a currency sign', refunds('{ upTo: $20, needs: { kind: auto } }'), `${T0}.upTo: ${AMOUNT}, got "$20"`],
    [
      'an unknown customer tier',
      refunds('{ customer: gold, needs: { kind: auto } }'),
      `${T0}.customer: expected standard or premium, got "gold"`,
    ],
    ['nobody named', refunds('{ upTo: 20 }'), `${T0}.needs: expected kind auto, people or never, got nothing`],
    ['a role for a kind', refunds('needs: agent'), `${T0}.needs: expected kind auto, people or never, got "agent"`],
    [
      'an unknown kind',
      refunds('needs: { kind: manual }'),
      `${T0}.needs.kind: expected kind auto, people or never, got "manual"`,
    ],
    [
      'three people',
      refunds('needs: { kind: people, count: 3, role: lead }'),
      `${T0}.needs.count: expected 1 or 2, got 3`,
    ],
    [
      'a count in quotes',
      refunds('needs: { kind: people, count: "2", role: lead }'),
      `${T0}.needs.count: expected 1 or 2, got "2"`,
    ],
    [
      'two people of an impossible role',
      refunds('needs: { kind: people, count: 2, role: customer }'),
      `${T0}.needs.role: expected agent or lead, got "customer"`,
    ],
    [
      'a role that never approves',
      refunds('needs: { kind: people, count: 1, role: admin }'),
      `${T0}.needs.role: expected agent or lead, got "admin"`,
    ],
    [
      'people where nobody is asked',
      refunds('needs: { kind: auto, count: 1 }'),
      `${T0}.needs.count: expected kind, got "count"`,
    ],
    [
      'a no without its rule',
      refunds('needs: { kind: never }'),
      `${T0}.needs.rule: expected the rule in words, at most 150 characters, got nothing`,
    ],
    [
      'a long value',
      refunds(`needs: { kind: ${'x'.repeat(100)} }`),
      `${T0}.needs.kind: expected kind auto, people or never, got "${'x'.repeat(20)}…"`,
    ],
    [
      'limits that fall',
      refunds('{ upTo: 50, needs: { kind: auto } }', '{ upTo: 20, needs: { kind: auto } }'),
      'line 6, actions.refund_order.tiers.1.upTo: expected more than 50, the limit of an earlier tier for the same customers, got 20',
    ],
    [
      'a limit twice',
      refunds('{ upTo: 50, needs: { kind: auto } }', '{ upTo: 50, needs: { kind: auto } }'),
      'line 6, actions.refund_order.tiers.1.upTo: expected more than 50, the limit of an earlier tier for the same customers, got 50',
    ],
    [
      'a tier behind the last',
      refunds('needs: { kind: auto }', '{ customer: premium, upTo: 20, needs: { kind: auto } }'),
      'line 6, actions.refund_order.tiers.1: expected no tier for the same customers after one without a limit, got a map',
    ],
    [
      'a tier that both kinds of customers have passed',
      refunds(
        '{ customer: premium, needs: { kind: auto } }',
        '{ customer: standard, upTo: 200, needs: { kind: auto } }',
        '{ upTo: 100, needs: { kind: auto } }',
      ),
      'line 7, actions.refund_order.tiers.2.upTo: expected more than 200, the limit of an earlier tier for the same customers, got 100',
    ],
    [
      'a sum beyond which nobody is asked',
      `${refunds('needs: { kind: auto }')}\n    cumulative: { above: 5, needs: { kind: auto } }`,
      'line 6, actions.refund_order.cumulative.needs.kind: expected kind people or never, got "auto"',
    ],
    [
      'a window of half a day',
      `${refunds('needs: { kind: auto }')}\n    windowDays: 0.5`,
      'line 6, actions.refund_order.windowDays: expected a whole number of days from 1 to 3650, got 0.5',
    ],
    [
      'a window where nothing is delivered',
      'version: a\nactions:\n  place_order:\n    tiers: [{ needs: { kind: auto } }]\n    windowDays: 3',
      'line 5, actions.place_order.windowDays: expected tiers or cumulative, got "windowDays"',
    ],
  ])('when it is %s, then the line, the field, what was expected and what came are told', (_, source, problem) => {
    expect(problemsOf(source)).toEqual([problem]);
  });
});

describe('given many mistakes', () => {
  test('when they are told, then it is all at once and in the order of the file', () => {
    const source = `version: 7
actions:
  refund_order:
    tiers:
      - { upTo: "20", needs: { kind: people, count: 2, role: boss } }
    windowDays: -1
  open_tickets: {}
note: x
`;

    expect(problemsOf(source)).toEqual([
      'line 1, version: expected text of 1 to 100 characters, got 7',
      `${T0}.upTo: ${AMOUNT}, got "20"`,
      `${T0}.needs.role: expected agent or lead, got "boss"`,
      'line 6, actions.refund_order.windowDays: expected a whole number of days from 1 to 3650, got -1',
      `line 7, actions.open_tickets: expected ${ACTIONS} or refund_order, got "open_tickets"`,
      'line 8, note: expected version or actions, got "note"',
    ]);
  });

  test('when there is no end of them, then the rest is counted', () => {
    const source = Array.from({ length: 50 }, (_, index) => `key${index}: x`).join('\n');

    expect(problemsOf(source)).toHaveLength(21);
    expect(problemsOf(source).at(-1)).toBe('and 32 more');
  });

  test('when keys hold line breaks, then each mistake is one line', () => {
    expect(problemsOf('version: a\nactions: {}\n"x\\ny": 1')).toEqual([
      'line 3, x?y: expected version or actions, got "x\\ny"',
    ]);
  });
});
