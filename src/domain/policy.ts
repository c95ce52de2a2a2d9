import { z } from 'zod';
import type { Proposal, Requirement, RuleCheck } from './approval.ts';
import { add, exponentOf, formatMoney, money } from './money.ts';
import type { Money } from './money.ts';
import { DAY } from './time.ts';
import type { Instant } from './time.ts';

/** Sums of the last 30 days count towards the cumulative limit. */
export const VALUE_WINDOW = 30 * DAY;

/** Who must say yes up to an amount, in major units of the order's currency, inclusive; no `upTo`: any amount. */
export interface Tier {
  upTo?: number | undefined;
  needs: Requirement;
}

interface ActionPolicy {
  /** In rising order; the first that fits applies. */
  tiers: readonly Tier[];
  /** Above this sum, in major units, to one customer in 30 days. */
  cumulative?: { above: number; needs: Requirement } | undefined;
  /** Days after delivery; an order that was not delivered yet is inside. */
  windowDays?: number | undefined;
}

/** Data, replaceable by a file. `version` is stored with each approval. */
export interface Policy {
  version: string;
  actions: Record<string, ActionPolicy>;
}

const oneAgent: Requirement = { kind: 'people', count: 1, role: 'agent' };
const oneLead: Requirement = { kind: 'people', count: 1, role: 'lead' };
const twoPeople: Requirement = { kind: 'people', count: 2, role: 'lead' };

export const DEFAULT_POLICY: Policy = {
  version: 'default-1',
  actions: {
    open_ticket: { tiers: [{ needs: { kind: 'auto' } }] },
    update_ticket: { tiers: [{ needs: oneAgent }] },
    cancel_order: { tiers: [{ needs: oneAgent }] },
    change_address: { tiers: [{ needs: oneAgent }] },
    place_order: { tiers: [{ needs: oneAgent }] },
    refund_order: {
      tiers: [{ upTo: 200, needs: oneAgent }, { upTo: 1_000, needs: oneLead }, { needs: twoPeople }],
      cumulative: { above: 200, needs: oneLead },
      windowDays: 30,
    },
  },
};

export interface Verdict {
  needs: Requirement;
  rules: readonly RuleCheck[];
}

/** `spent` is what this customer was given or promised by the same action within `VALUE_WINDOW`. */
export function evaluate(policy: Policy, proposal: Proposal, spent: readonly Money[], now: Instant): Verdict {
  const row = policy.actions[proposal.action];
  if (!row) return never(`no policy row for ${proposal.action}`, []);
  const window = windowCheck(row, proposal, now);
  if (window && !window.passed) return never(window.rule, [window]);
  const tier = tierOf(row, proposal.cost);
  if (!tier) return never('the amount is above every tier of the policy', []);
  if (tier.needs.kind === 'never') return never(tier.needs.rule, []);
  const total = cumulativeCheck(row, proposal.cost, spent);
  const needs = total && !total.passed && row.cumulative ? stricter(tier.needs, row.cumulative.needs) : tier.needs;
  return { needs, rules: [window, tierCheck(row, tier, proposal.cost), total].filter((rule) => rule !== undefined) };
}

/** Both must be satisfied: the larger count, the higher role; `never` beats all. */
export function stricter(a: Requirement, b: Requirement): Requirement {
  if (a.kind === 'never' || b.kind === 'auto') return a;
  if (b.kind === 'never' || a.kind === 'auto') return b;
  const count = a.count === 2 || b.count === 2 ? 2 : 1;
  return { kind: 'people', count, role: a.role === 'lead' || b.role === 'lead' ? 'lead' : 'agent' };
}

const never = (rule: string, rules: readonly RuleCheck[]): Verdict => ({ needs: { kind: 'never', rule }, rules });

const Delivery = z.object({ deliveredAt: z.string().nullable() });

function windowCheck(row: ActionPolicy, proposal: Proposal, now: Instant): RuleCheck | undefined {
  const delivery = Delivery.safeParse(proposal.basis);
  if (row.windowDays === undefined || !delivery.success || delivery.data.deliveredAt === null) return undefined;
  const days = Math.floor((now - Date.parse(delivery.data.deliveredAt)) / DAY);
  if (days <= row.windowDays) return { rule: `within ${row.windowDays} days of delivery (day ${days})`, passed: true };
  return { rule: `delivered ${days} days ago, the window is ${row.windowDays} days`, passed: false };
}

/** A currency's major units as money: 200 is $200.00 and also ¥200. */
const major = (amount: number, currency: Money['currency']): Money =>
  money(Math.round(amount * 10 ** exponentOf(currency)), currency);

function tierOf(row: ActionPolicy, cost: Money | undefined): Tier | undefined {
  return row.tiers.find((tier) => {
    if (tier.upTo === undefined) return true;
    return cost === undefined || cost.minor <= major(tier.upTo, cost.currency).minor;
  });
}

const whoIn = ({ needs }: Tier): string =>
  needs.kind === 'people' ? (needs.count === 1 ? `one ${needs.role}` : 'two people') : 'no decision';

function tierCheck(row: ActionPolicy, tier: Tier, cost: Money | undefined): RuleCheck | undefined {
  if (!cost || row.tiers.length === 1) return undefined;
  if (tier.upTo === undefined) {
    const highest = Math.max(...row.tiers.map(({ upTo = 0 }) => upTo));
    return { rule: `${formatMoney(cost)} is above ${formatMoney(major(highest, cost.currency))}`, passed: false };
  }
  const first = tier === row.tiers[0];
  return {
    rule: `${formatMoney(cost)} is within ${formatMoney(major(tier.upTo, cost.currency))} for ${whoIn(tier)}`,
    passed: first,
  };
}

function cumulativeCheck(row: ActionPolicy, cost: Money | undefined, spent: readonly Money[]): RuleCheck | undefined {
  if (!row.cumulative || !cost) return undefined;
  const sum = spent.filter((other) => other.currency === cost.currency).reduce(add, cost);
  const limit = major(row.cumulative.above, cost.currency);
  const passed = sum.minor <= limit.minor;
  const rule = `${formatMoney(sum)} to this customer in 30 days, ${passed ? 'within' : 'above'} ${formatMoney(limit)}`;
  return { rule, passed };
}
