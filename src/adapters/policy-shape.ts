import { z } from 'zod';
import type { Tier } from '../domain/policy-rules.ts';

/** Each message says what is expected there, as the end of a sentence. */
const AMOUNT = 'an amount above 0 and at most 1000000000';
/** In major units; above it no currency's minor units are exact. */
const amount = z.number(AMOUNT).positive(AMOUNT).max(1_000_000_000, AMOUNT);
const DAYS = 'a whole number of days from 1 to 3650';
const NAME = 'text of 1 to 100 characters';
const RULE = 'the rule in words, at most 150 characters';
const words = (most: number, message: string) =>
  z.string(message).refine((text) => text.trim() !== '' && text.length <= most, message);

const listed = (names: readonly string[]): string =>
  [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');

/** A map that has these keys and no others. */
function mapOf<Shape extends z.ZodRawShape>(shape: Shape) {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? listed(known) : `a map of ${known.join(', ')}`),
  });
}

const people = mapOf({
  kind: z.literal('people'),
  count: z.literal([1, 2], '1 or 2'),
  role: z.enum(['agent', 'lead'], 'agent or lead'),
});
const never = mapOf({ kind: z.literal('never'), rule: words(150, RULE) });
const needs = z.discriminatedUnion(
  'kind',
  [mapOf({ kind: z.literal('auto') }), people, never],
  'kind auto, people or never',
);
/** Beyond a sum nobody is asked less than before. */
const needsBeyond = z.discriminatedUnion('kind', [people, never], 'kind people or never');

const customer = z.enum(['standard', 'premium'], 'standard or premium').exactOptional();
const free = mapOf({ customer, needs });
const priced = mapOf({ upTo: amount.exactOptional(), customer, needs });

const CUSTOMERS = ['standard', 'premium'] as const;

/** What this tier must be above to apply to anybody: of the customers it is for, those with the lowest limit before it; 0: nothing is before it. */
function barOf(tier: Tier, before: readonly Tier[]): number {
  const bars = CUSTOMERS.filter((who) => (tier.customer ?? who) === who).map((who) =>
    Math.max(0, ...before.filter((other) => (other.customer ?? who) === who).map(({ upTo = Infinity }) => upTo)),
  );
  return Math.min(...bars);
}

const tiersOf = <One extends z.ZodType<Tier>>(one: One) =>
  z
    .array(one, 'a list of tiers')
    .min(1, 'at least one tier')
    .check(({ value, issues }) => {
      for (const [index, tier] of value.entries()) {
        const bar = barOf(tier, value.slice(0, index));
        if (bar === 0 || (tier.upTo ?? Infinity) > bar) continue;
        const isLast = bar === Infinity;
        const message = isLast
          ? 'no tier for the same customers after one without a limit'
          : `more than ${bar}, the limit of an earlier tier for the same customers`;
        issues.push({ code: 'custom', input: value, path: isLast ? [index] : [index, 'upTo'], message });
      }
    });

const freeRow = mapOf({ tiers: tiersOf(free) }).exactOptional();
const pricedRow = {
  tiers: tiersOf(priced),
  cumulative: mapOf({ above: amount, needs: needsBeyond }).exactOptional(),
};

/** A policy as it stands in a file; a limit is only where there is an amount, a window only where there was a delivery. */
export const PolicyShape = mapOf({
  version: words(100, NAME),
  actions: mapOf({
    open_ticket: freeRow,
    update_ticket: freeRow,
    cancel_order: freeRow,
    change_address: freeRow,
    place_order: mapOf(pricedRow).exactOptional(),
    refund_order: mapOf({
      ...pricedRow,
      windowDays: z.number(DAYS).int(DAYS).min(1, DAYS).max(3_650, DAYS).exactOptional(),
    }).exactOptional(),
  }),
});
