import type { Approval } from '../domain/approval.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { Message } from '../ports/messenger.ts';
import { confirmation } from './blocks/confirmation.ts';
import { noticeCard } from './blocks/notice-card.ts';
import { nudge } from './blocks/nudge.ts';
import { approvalCard } from './blocks/approval-card.ts';
import { handOffCard } from './blocks/hand-off-card.ts';
import { threadLinker } from './explain.ts';
import { renderReply } from './render-reply.ts';
import type { Rendered, ReplyPolicy } from './render-reply.ts';

export interface RenderDeps extends ReplyPolicy {
  /** The workspace's address, by `auth.test`. */
  workspaceUrl: string;
  /** User groups and users whom the last reminder of a card calls. */
  leads: readonly string[];
}
export function render(deps: RenderDeps, message: Message): Rendered {
  switch (message.kind) {
    case 'reply':
      return renderReply(deps, message);
    case 'card':
      return cardOf(deps, message.rows);
    case 'confirmation':
      return confirmation(message.approval);
    case 'nudge':
      return nudge(message.approval, message.stage, deps.leads);
    case 'notice':
      return noticeCard(message.notice);
    case 'hand-off':
      return handOffCard(message.handOff, linkOf(deps, message.conversation));
  }
}

function cardOf(deps: RenderDeps, rows: readonly Approval[]): Rendered {
  const [first] = rows;
  if (!first) throw new Error('a card needs a request');
  return approvalCard(rows, linkOf(deps, first.conversation));
}

function linkOf({ workspaceUrl }: RenderDeps, conversation: ConversationId): { threadLink?: string } {
  const threadLink = threadLinker(workspaceUrl)(conversation);
  return threadLink === undefined ? {} : { threadLink };
}
