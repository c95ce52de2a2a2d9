import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runs } from '../../properties/runs.ts';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { approvalCard } from '../../../src/slack/blocks/approval-card.ts';
import { pending, rowOf } from './approvals.ts';
import { expectInert, expectValid } from './checks.ts';
import { argumentsIn, deciding, rowsOn, shownOn } from './parse-back.ts';
import { proposer, wish } from './proposals.ts';
import type { Wish } from './proposals.ts';

/** Several spaces look like one, a line break is drawn as a mark, lines of an order have no order; the rest is compared as it stands. */
const seen = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === 'lines' && Array.isArray(inner)
      ? inner.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
      : typeof inner === 'string'
        ? inner
            .replaceAll('‹', '<')
            .replaceAll(/[\s⏎]+/g, ' ')
            .trim()
        : inner,
  );

/** What is asked for and is so already reads as unchanged. */
const effective = ({ input, basis }: Proposal): unknown => {
  const before = Object(basis);
  return Object.fromEntries(
    Object.entries(Object(input)).map(([key, value]) => [
      key,
      value === before[key] && key !== 'backorder' ? null : value,
    ]),
  );
};

test(
  'given hostile requests, when their cards are read back, then they say exactly what would be carried out',
  { timeout: 240_000 },
  async () => {
    const propose = proposer();
    const counts = { asked: 0, decidable: 0 };
    await fc.assert(
      fc.asyncProperty(wish, async (one) => {
        const proposal = await propose(one);
        if (!proposal) return;
        const card = approvalCard([pending({ proposal })], {});

        counts.asked += 1;
        expectInert(card);
        if (!deciding(card.blocks)) return;
        counts.decidable += 1;
        const shown = shownOn(card.blocks);
        expect(seen(argumentsIn(one.action, shown))).toEqual(seen(effective(proposal)));
        expect(shown.effect).toBe(proposal.words.effect);
      }),
      { numRuns: runs(1_000, 10_000) },
    );
    expect(counts.asked).toBeGreaterThan(runs(800, 8_000));
    expect(counts.decidable).toBe(counts.asked);
  },
);

test(
  'given hostile requests on one card, when its rows are read back, then each says exactly what would be carried out',
  { timeout: 240_000 },
  async () => {
    const propose = proposer();
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 5 }), async (wishes: Wish[]) => {
        const proposals: Proposal[] = [];
        for (const one of wishes) proposals.push(...[await propose(one)].filter((made) => made !== undefined));
        if (proposals.length < 2) return;
        const rows = proposals.map((proposal, index) => rowOf(pending({ proposal }), index + 1, proposals.length));
        const card = approvalCard(rows, {});

        expectValid(card);
        expectInert(card);
        const read = rowsOn(card.blocks);
        expect(deciding(card.blocks)?.text.text).toBe(`Do all ${rows.length}`);
        expect(read.map((shown, index) => seen(argumentsIn(proposals[index]?.action ?? '', shown)))).toEqual(
          proposals.map((proposal) => seen(effective(proposal))),
        );
        expect(read.map(({ effect }) => effect)).toEqual(proposals.map(({ words }) => words.effect));
      }),
      { numRuns: runs(150, 1_500) },
    );
  },
);
