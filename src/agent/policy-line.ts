import type { Policy } from '../domain/policy.ts';
import type { ActionPolicy, Tier } from '../domain/policy-rules.ts';
import type { Requirement } from '../domain/requirement.ts';

/** What the policy means for each action, in one line; amounts and other limits are for colleagues only. */
export function policyLine({ actions }: Policy, isForStaff: boolean): string {
  const rows = Object.entries(actions);
  const ways = Map.groupBy(rows, ([name, row]) => wayOf(name, row));
  const groups = GROUPS.flatMap(({ way, words }) => {
    const names = ways.get(way)?.map(([name]) => name) ?? [];
    return names.length === 0 ? [] : `${words}: ${names.join(', ')}`;
  });
  const limits = isForStaff ? rows.flatMap(([name, row]) => limitsOf(name, row)) : [];
  return `Policy: ${[...groups, ...limits].join('; ')}.`;
}

type Way = 'at once' | 'asked' | 'colleague' | 'never' | 'mixed';

const GROUPS: readonly { way: Way; words: string }[] = [
  { way: 'at once', words: 'done at once' },
  { way: 'asked', words: 'the person is asked with two buttons' },
  { way: 'colleague', words: 'a colleague decides' },
  { way: 'mixed', words: 'depends on the case' },
  { way: 'never', words: 'not possible' },
];

function wayOf(name: string, { tiers, cumulative }: ActionPolicy): Way {
  const needs = [...tiers, ...(cumulative ? [cumulative] : [])].map((tier) => tier.needs);
  const ways = new Set(needs.map((need) => simpleWay(name, need)));
  const [way = 'never'] = ways;
  return ways.size > 1 ? 'mixed' : way;
}

/** What their tools call harmless: where the policy asks nobody, nobody is asked. */
const HARMLESS: readonly string[] = ['open_ticket', 'update_ticket'];

function simpleWay(name: string, { kind }: Requirement): Way {
  switch (kind) {
    case 'auto':
      return HARMLESS.includes(name) ? 'at once' : 'asked';
    case 'people':
      return 'colleague';
    case 'never':
      return 'never';
  }
}

/** Nothing for an action that is always treated alike. */
function limitsOf(name: string, { tiers, cumulative, windowDays }: ActionPolicy): readonly string[] {
  const [first] = tiers;
  const isPlain = tiers.length === 1 && first?.upTo === undefined && first?.customer === undefined;
  const limits = [
    ...(isPlain ? [] : tiers.map(tierWords)),
    ...(cumulative ? [`above ${figure(cumulative.above)} to one customer in 30 days: ${who(cumulative.needs)}`] : []),
    ...(windowDays === undefined ? [] : [`until ${windowDays} days after delivery`]),
  ];
  return limits.length === 0 ? [] : [`${name}: ${limits.join(', ')}`];
}

function tierWords({ upTo, customer, needs }: Tier): string {
  const amount = upTo === undefined ? 'any amount' : `up to ${figure(upTo)}`;
  return `${amount}${customer === undefined ? '' : ` for ${customer} customers`}: ${who(needs)}`;
}

const figure = (amount: number): string => amount.toLocaleString('en-US');

function who(needs: Requirement): string {
  switch (needs.kind) {
    case 'auto':
      return 'no colleague';
    case 'never':
      return 'not allowed';
    case 'people':
      return needs.count === 1 ? `one ${needs.role}` : TWO[needs.role];
  }
}

const TWO = { agent: 'two agents', lead: 'two people, at least one lead' };
