import type { Approval } from '../../../domain/approval.ts';
import type { Form } from '../../../ports/desk.ts';
import { header, section } from '../block-kit.ts';
import type { Block } from '../block-kit.ts';
import { quoteBlocks, reasonBlocks } from '../card-parts.ts';
import { cardStatus } from '../card-status.ts';
import { NAME_TEXT, ROW_DETAILS, RULE_TEXT } from '../limits.ts';
import { requirementWords } from '../requirement-words.ts';
import { dayAndClock } from '../slack-tokens.ts';
import { line, mrkdwn } from '../text.ts';
import { about } from './about.ts';
import { argumentBlocks } from './arguments.ts';
import { view } from './form-kit.ts';
import type { FormBlock, View } from './form-kit.ts';
import { earlierBlocks, historyOf } from './history.ts';
import { markupSections, plainSections } from '../pack.ts';

const DETAILS_FORM = 'details_form';

/** Everything that the ledger knows of a request, or of all that stand on its card, for colleagues. */
export function detailsForm({ approval, rows = [], earlier }: Extract<Form, { kind: 'details' }>): View {
  const own =
    rows.length > 1
      ? [...rows.flatMap(rowBlocks), ...earlierBlocks(earlier)]
      : [
          ...standing(approval),
          ...policyBlocks(approval),
          ...factBlocks(approval),
          ...historyOf(approval),
          ...earlierBlocks(earlier),
          ...argumentBlocks(approval),
        ];
  return view({ id: DETAILS_FORM, title: 'Details' }, approval, own);
}

/** What is decided and what became of it comes first, and is never what does not fit. */
function rowBlocks(row: Approval, index: number): readonly FormBlock[] {
  const title = header(`${row.bundle?.step ?? index + 1}. ${row.proposal.words.effect}`);
  const rest = [...policyBlocks(row), ...factBlocks(row), ...historyOf(row)];
  const blocks = [title, ...standing(row), ...argumentBlocks(row), ...rest];
  if (blocks.length <= ROW_DETAILS) return blocks;
  return [...blocks.slice(0, ROW_DETAILS - 1), section('! There is more, which does not fit here.')];
}

const standing = (approval: Approval): readonly Block[] => [
  about(approval),
  section(`*Status* ${approval.status}: ${cardStatus(approval)}`),
];

function policyBlocks({ policyVersion, rules, needs }: Approval): readonly Block[] {
  const who = needs.kind === 'people' ? `needs ${requirementWords(needs)}` : 'decided by policy';
  return markupSections([
    `*Policy* ${mrkdwn(policyVersion, NAME_TEXT)} → ${who}`,
    ...rules.map(({ rule, passed }) => `${passed ? '✓' : '!'} ${mrkdwn(rule, RULE_TEXT)}`),
  ]);
}

function factBlocks(approval: Approval): readonly Block[] {
  const { facts, reason } = approval.proposal;
  const again = 'startedAt' in approval ? `, checked again ${dayAndClock(approval.startedAt)}` : '';
  return [
    section(`*Facts* read ${dayAndClock(approval.openedAt)}${again}`),
    ...plainSections(facts.map(({ label, value }) => `${line(label)}: ${value}`)),
    ...reasonBlocks([reason]),
    ...quoteBlocks(approval.quote, [reason]),
  ];
}
