import type { Approval, Prepared } from '../../domain/approval.ts';
import type { Fact } from '../../domain/proposal.ts';
import { actions, section } from './block-kit.ts';
import type { Block, Drawn } from './block-kit.ts';
import { drawFacts } from './card-facts.ts';
import { confirmationAnswer } from './confirmation-answer.ts';
import { button, decisionValue, fitsButton } from './decision-buttons.ts';
import { PHRASE_TEXT } from './limits.ts';
import { withoutDates } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

export const CONFIRM_ACTION = 'confirm_request';
export const DECLINE_ACTION = 'decline_request';

/** In the requester's thread: whether to go ahead, or what they answered. */
export function confirmation(approval: Approval): Drawn {
  const { words } = approval.proposal;
  const question = `I can arrange ${mrkdwn(words.subject, PHRASE_TEXT)}. Shall I go ahead?`;
  const drawn = drawFacts(factsFor(approval));
  const shown = [section(question), ...drawn.blocks];
  if (approval.status === 'prepared')
    return { text: question, blocks: [...shown, ...answerBlocks(approval, drawn.omitted === 0)] };
  const answer = confirmationAnswer(approval);
  return { text: `${question} ${withoutDates(answer)}`, blocks: [...shown, section(answer)] };
}

/** Customers need not read under which id and tier the company keeps them. */
const factsFor = ({ requester, proposal: { facts, customer } }: Approval): readonly Fact[] =>
  requester.role === 'customer' ? facts.filter(({ value }) => !value.includes(customer)) : facts;

/** A yes is asked for only where everything is shown and the button says the whole effect. */
function answerBlocks({ id, version, proposal }: Prepared, allShown: boolean): readonly Block[] {
  const value = decisionValue({ approval: id, version });
  const { effect } = proposal.words;
  const label = `Yes, ${effect.charAt(0).toLowerCase()}${effect.slice(1)}`;
  const whole = allShown && fitsButton(label);
  const yes = button(CONFIRM_ACTION, label, { value, style: 'primary' });
  const no = button(DECLINE_ACTION, 'Something else', { value });
  return whole ? actions([yes, no]) : [section(CANNOT_CONFIRM), ...actions([no])];
}

const CANNOT_CONFIRM =
  '! This cannot be displayed whole, so it cannot be confirmed here. Please ask to talk to a person.';
