import { z } from 'zod';
import { add, exponentOf, formatMoney, money } from './money.ts';
import type { Money } from './money.ts';
import type { CustomerTier, Proposal } from './proposal.ts';
import { stricter } from './requirement.ts';
import type { Requirement, RuleCheck } from './requirement.ts';
import { DAY } from './time.ts';
import type { Instant } from './time.ts';

/** Who must say yes up to an amount, in major units of the order's currency, inclusive; no `upTo`: any amount. */
export interface Tier {
  upTo?: number | undefined;
  /** Only for customers of this tier; absent: for all. */
  customer?: CustomerTier | undefined;
  needs: Requirement;
}

export interface ActionPolicy {
  /** The first that fits amount and customer applies. */
  tiers: readonly Tier[];
  /** Above this sum, in major units, to one customer in 30 days. */
  cumulative?: { above: number; needs: Requirement } | undefined;
  /** Days after delivery, inclusive; an order that was not delivered yet is inside. */
  windowDays?: number | undefined;
}

const Delivery = z.object({ deliveredAt: z.string().nullable() });

/** Undefined where no window applies. */
export function windowCheck({ windowDays }: ActionPolicy, { basis }: Proposal, now: Instant): RuleCheck | undefined {
  const delivery = Delivery.safeParse(basis);
  if (windowDays === undefined || !delivery.success) return undefined;
  const { deliveredAt } = delivery.data;
  if (deliveredAt === null)
    return { rule: `not delivered yet: the ${windowDays} days after delivery have not begun`, passed: true };
  const day = Math.max(0, Math.floor((now - Date.parse(deliveredAt)) / DAY));
  if (day <= windowDays) return { rule: `within ${windowDays} days of delivery (day ${day})`, passed: true };
  return { rule: `delivered ${day} days ago, the window is ${windowDays} days`, passed: false };
}

/** Undefined when the policy has none for this amount and customer. */
export const tierFor = ({ tiers }: ActionPolicy, proposal: Proposal): Tier | undefined =>
  tiers.find((tier) => isFor(tier, proposal) && isWithin(tier, proposal));

const isFor = ({ customer }: Tier, { customerTier }: Proposal): boolean =>
  customer === undefined || customer === customerTier;

/** What has no cost is within no limit: a limit can say nothing about it. */
const isWithin = ({ upTo }: Tier, { cost }: Proposal): boolean =>
  upTo === undefined || (cost !== undefined && cost.minor <= major(upTo, cost.currency).minor);

/** A limit's major units as money, never rounded up: 200 is $200.00 and also ¥200. */
export const major = (amount: number, currency: Money['currency']): Money =>
  money(Math.floor(Number((amount * 10 ** exponentOf(currency)).toFixed(3))), currency);

/** Why no tier fits. Customers are told, so no limit is named. */
export function noTier({ tiers }: ActionPolicy, proposal: Proposal): string {
  const { cost, customerTier } = proposal;
  if (!tiers.some((tier) => isFor(tier, proposal)))
    return `nothing of this kind is allowed for ${customerTier ?? 'other'} customers`;
  return cost ? `${formatMoney(cost)} is more than is allowed` : 'no amount is known';
}

interface Asked {
  proposal: Proposal;
  /** Who must say yes in the end, all rules together. */
  needs: Requirement;
}

/** Why it is this tier and no other. Each line is true alone: one that something else overrules names nobody. */
export function tierChecks(row: ActionPolicy, tier: Tier, { proposal, needs }: Asked): readonly RuleCheck[] {
  const { fact, passed } = appliedTier(row, tier, proposal);
  const applied = { rule: `${fact}${asks(tier.needs, needs)}`, passed };
  const passedOver = row.tiers.slice(0, row.tiers.indexOf(tier)).find((other) => isWithin(other, proposal));
  const isOffer = passedOver && passedOver.needs.kind !== 'never' && who(passedOver.needs) !== who(tier.needs);
  return isOffer ? [otherCustomers(passedOver, proposal), applied] : [applied];
}

/** A tier that the amount fits and the customer does not. */
function otherCustomers(tier: Tier, { cost, customerTier }: Proposal): RuleCheck {
  const limit = tier.upTo === undefined || !cost ? '' : ` up to ${formatMoney(major(tier.upTo, cost.currency))}`;
  const own = customerTier ? `this customer is ${customerTier}` : 'the tier of this customer is not known';
  return { rule: `${tier.customer} customers${limit}: ${who(tier.needs)}, but ${own}`, passed: false };
}

/** What is so about the amount and the customer. Passed: it asks for no more than the first of the customer's tiers. */
function appliedTier(row: ActionPolicy, tier: Tier, proposal: Proposal): { fact: string; passed: boolean } {
  const own = row.tiers.filter((other) => isFor(other, proposal));
  const passed = tier.needs.kind !== 'never' && own.slice(0, 1).every(({ needs }) => isEnough(needs, tier.needs));
  const exceeded = own.slice(0, own.indexOf(tier)).findLast(({ upTo }) => upTo !== undefined);
  const limit = passed && tier.upTo !== undefined ? tier : (exceeded ?? tier);
  const customer = tier.customer ?? limit.customer;
  const whose = customer === undefined ? '' : ` for ${customer} customers`;
  return { fact: `${amountIn(limit, limit === tier, proposal)}${whose}`, passed };
}

const isEnough = (needs: Requirement, other: Requirement): boolean => who(stricter(needs, other)) === who(needs);

function amountIn({ upTo }: Tier, isWithinIt: boolean, { cost }: Proposal): string {
  if (upTo === undefined) return 'any request like this';
  if (!cost) return 'no amount is known';
  return `${formatMoney(cost)} is ${isWithinIt ? 'within' : 'above'} ${formatMoney(major(upTo, cost.currency))}`;
}

const asks = (own: Requirement, final: Requirement): string => (who(own) === who(final) ? `: ${who(own)}` : '');

function who(needs: Requirement): string {
  switch (needs.kind) {
    case 'auto':
      return 'no colleague needed';
    case 'never':
      return 'not allowed';
    case 'people':
      return `needs ${needs.count === 1 ? ONE[needs.role] : TWO[needs.role]}`;
  }
}

const ONE = { agent: 'one agent', lead: 'a lead' };
const TWO = { agent: 'two agents', lead: 'two people, at least one lead' };

/** What a customer gets in 30 days, this request included, beside its limit. */
interface Total {
  sum: Money;
  limit: Money;
  isOver: boolean;
  /** Beyond the limit. */
  needs: Requirement;
}

/** `spent` is what this customer was given or promised before. Undefined where no such limit applies. */
export function totalOf({ cumulative }: ActionPolicy, { cost }: Proposal, spent: readonly Money[]): Total | undefined {
  if (!cumulative || !cost) return undefined;
  const sum = spent.filter(({ currency }) => currency === cost.currency).reduce(add, cost);
  const limit = major(cumulative.above, cost.currency);
  return { sum, limit, isOver: sum.minor > limit.minor, needs: cumulative.needs };
}

/** `needs`: who must say yes in the end, all rules together. */
export function totalCheck({ sum, limit, isOver, needs: beyond }: Total, needs: Requirement): RuleCheck {
  const fact = `${formatMoney(sum)} to this customer in 30 days, this included, is`;
  if (!isOver) return { rule: `${fact} within ${formatMoney(limit)}`, passed: true };
  return { rule: `${fact} above ${formatMoney(limit)}${asks(beyond, needs)}`, passed: false };
}
