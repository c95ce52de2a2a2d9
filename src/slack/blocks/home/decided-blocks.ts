import type { Approval, Executed } from '../../../domain/approval.ts';
import { customerName } from '../../../domain/record-facts.ts';
import type { ApprovalId } from '../../../domain/ids.ts';
import type { Proposal } from '../../../domain/proposal.ts';
import type { Home } from '../../../ports/home.ts';
import { markupText, section } from '../block-kit.ts';
import { dotted } from '../card-parts.ts';
import { cardStatus } from '../card-status.ts';
import { button, decisionValue, UNDO_ACTION } from '../decision-buttons.ts';
import { BRIEF, phrase } from '../phrases.ts';
import { clockWithSeconds } from '../slack-tokens.ts';
import { couldFormat, line, mrkdwn } from '../text.ts';
import { divider, labelled, row } from './home-kit.ts';
import type { HomeBlock } from './home-kit.ts';
import { NAME, recordId } from './request-row.ts';

type Decided = Pick<Extract<Home, { kind: 'queue' }>, 'decided' | 'undoable'>;

/** Of each. */
const MOST = 5;

/** What was decided last, and what can still be taken back. `undoing`: that was asked for already. */
export function decidedBlocks(
  { decided, undoable }: Decided,
  undoing: readonly ApprovalId[] = [],
): readonly HomeBlock[] {
  const takeBack = undoable.slice(0, MOST);
  const others = decided.filter(({ id }) => !takeBack.some((one) => one.id === id)).slice(0, MOST);
  if (takeBack.length + others.length === 0) return [];
  const undoRows = takeBack.map((one) => (undoing.includes(one.id) ? undoingRow(one) : undoRow(one)));
  return [divider, section('*Recently decided*'), ...undoRows, ...others.map(decidedRow)];
}

function undoRow(approval: Executed): HomeBlock {
  const { id, version, proposal, undoUntil } = approval;
  const until = undoUntil === undefined ? undefined : `can be undone until ${clockWithSeconds(undoUntil)}`;
  const undo = button(UNDO_ACTION, 'Undo', { value: decisionValue({ approval: id, version }) });
  return row(markupText(dotted(decidedWords(approval), until)), labelled(undo, `Undo ${proposal.words.effect}`));
}

const undoingRow = (approval: Executed): HomeBlock => row(markupText(dotted(decidedWords(approval), 'being undone…')));

const decidedRow = (approval: Approval): HomeBlock => row(markupText(decidedWords(approval)));

/** `*Alice Wonderland* · ORD-12345 · ✓ Refunded $48.00 · …`: two of the same sum are told apart. */
const decidedWords = (approval: Approval): string =>
  dotted(`*${whose(approval.proposal)}*`, recordOf(approval), effectOf(approval), cardStatus(approval, BRIEF));

/** A name that would not be seen as it is gives way to the id. */
function whose(proposal: Proposal): string {
  const name = customerName(proposal);
  return mrkdwn(couldFormat(line(name)) ? proposal.customer : name, NAME);
}

function recordOf({ proposal }: Approval): string | undefined {
  const [id] = recordId(proposal.target);
  return id === undefined ? undefined : mrkdwn(id, NAME);
}

/** Once it was done, its status says what. */
const effectOf = ({ status, proposal }: Approval): string | undefined =>
  status === 'executed' ? undefined : phrase(proposal.words.effect, BRIEF.phrase);
