import type { Approval, Pending, RuleCheck } from '../../domain/approval.ts';
import { section } from './block-kit.ts';
import type { Block } from './block-kit.ts';
import { NAME_TEXT, RULE_TEXT, RULES } from './limits.ts';
import { approvers, requirementWords } from './requirement-words.ts';
import { mrkdwn } from './text.ts';

/** What the policy found, and, while it is open, who must decide and who has. */
export function policyCheck(approval: Approval): Block {
  const title = `*Policy check* · ${mrkdwn(approval.policyVersion, NAME_TEXT)}`;
  return section([title, ...ruleLines(approval.rules), ...needsLines(approval)].join('\n'));
}

function ruleLines(rules: readonly RuleCheck[]): readonly string[] {
  const lines = rules.slice(0, RULES).map(({ rule, passed }) => `${passed ? '✓' : '!'} ${mrkdwn(rule, RULE_TEXT)}`);
  const rest = rules.length - lines.length;
  return rest === 0 ? lines : [...lines, `! and ${rest} more that cannot be shown here`];
}

function needsLines(approval: Approval): readonly string[] {
  if (approval.status === 'pending') return pendingLines(approval);
  return approval.needs.kind === 'auto' ? ['→ decided by policy'] : [];
}

function pendingLines({ needs, decisions }: Pending): readonly string[] {
  const given = approvers(decisions);
  const needed = `→ needs ${requirementWords(needs)}`;
  return given === undefined ? [needed] : [needed, `${decisions.length} of ${needs.count}: approved by ${given}`];
}
