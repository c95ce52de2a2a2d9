import type { Approval } from '../../../domain/approval.ts';
import type { Proposal } from '../../../domain/proposal.ts';
import { customerName } from '../../../domain/record-facts.ts';
import { section } from '../block-kit.ts';
import type { Block } from '../block-kit.ts';
import { recordName } from '../card-parts.ts';
import { NAME_TEXT } from '../limits.ts';
import { mrkdwn } from '../text.ts';

/** What a form is about; nobody changes it there. `more`: further lines of markup. */
export function about({ proposal, id }: Approval, more: readonly string[] = []): Block {
  const record = recordName(proposal.target);
  return section(
    [
      `*Request* ${mrkdwn(proposal.words.effect, NAME_TEXT)} · ${id}`,
      `*Customer* ${mrkdwn(customerOf(proposal), NAME_TEXT)}`,
      ...(record === undefined ? [] : [`*Record* ${record}`]),
      `*Action* ${mrkdwn(proposal.action.replaceAll('_', ' '), NAME_TEXT)}`,
      ...more,
    ].join('\n'),
  );
}

/** `Alice Wonderland · cust_123`; the id alone where no name is known. */
function customerOf(proposal: Proposal): string {
  const name = customerName(proposal);
  return name === proposal.customer ? name : `${name} · ${proposal.customer}`;
}
