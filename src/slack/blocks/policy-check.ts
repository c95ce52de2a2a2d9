import { isOpen, isPending } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import type { RuleCheck } from '../../domain/requirement.ts';
import { context } from './block-kit.ts';
import type { Block } from './block-kit.ts';
import { NAME_TEXT, ROW_PHRASE_TEXT, RULE_TEXT, RULES } from './limits.ts';
import { requirementWords } from './requirement-words.ts';
import { mrkdwn } from './text.ts';

/** What the policy found, a line for each rule in small text, and, while it is open, who must decide. */
export function policyCheck(approval: Approval): Block {
  return context([titleOf(approval), ...ruleLines(approval.rules)].join('\n'));
}

/** The same for several: a line for each that is open, what is not met first; one decision is for all of them. */
export function bundleCheck(rows: readonly Approval[]): Block {
  const decisive = rows.find(isPending) ?? rows.find(isOpen);
  const lines = rows.flatMap((row, index) => (isOpen(row) ? rowLine(row, index + 1) : []));
  return context([...(decisive ? [titleOf(decisive)] : []), ...lines].join('\n'));
}

const titleOf = (approval: Approval): string =>
  `*Policy check* · ${mrkdwn(approval.policyVersion, NAME_TEXT)}${decidedBy(approval)}`;

function decidedBy({ status, needs }: Approval): string {
  if (status === 'pending') return needs.kind === 'people' ? ` → needs ${requirementWords(needs)}` : '';
  return needs.kind === 'auto' ? ' → decided by policy' : '';
}

function ruleLines(rules: readonly RuleCheck[]): readonly string[] {
  const lines = rules.slice(0, RULES).map((rule) => ruleWords(rule, RULE_TEXT));
  const rest = rules.length - lines.length;
  return rest === 0 ? lines : [...lines, `! and ${rest} more that cannot be shown here`];
}

const ROW_RULES = 3;

function rowLine({ bundle, rules }: Approval, number: number): readonly string[] {
  if (rules.length === 0) return [];
  const sorted = rules.toSorted((a, b) => Number(a.passed) - Number(b.passed));
  const shown = sorted.slice(0, ROW_RULES).map((rule) => ruleWords(rule, ROW_PHRASE_TEXT));
  const rest = rules.length - shown.length;
  return [`*${bundle?.step ?? number}.* ${[...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join(' · ')}`];
}

const ruleWords = ({ rule, passed }: RuleCheck, limit: number): string =>
  `${passed ? '✓' : '!'} ${mrkdwn(rule, limit)}`;
