import type { Approval } from '../domain/approval.ts';
import { threadOf } from '../domain/ids.ts';
import type { ApprovalId, ConversationId, UserId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { ClickRefusal } from '../domain/refusals.ts';
import { whisper } from './blocks/whispers.ts';
import { isPerson } from './find-message.ts';

/** Why a press did nothing, in markup for the one who pressed. `newer`: the card of what stands in this request's place. */
export type Explain = (
  refusal: ClickRefusal,
  press: { approval: ApprovalId; user: UserId },
  approval?: Approval,
  newer?: MessageRef,
) => string;

/** Where people see a message; undefined when the workspace's address is none. */
export type LinkTo = (message: MessageRef) => string | undefined;

export const explainer =
  (workspaceUrl: string): Explain =>
  (refusal, press, approval, newer) => {
    const newerLink = newer && linker(workspaceUrl)(newer);
    return whisper(refusal, {
      clicker: press.user,
      reference: press.approval,
      ...(approval && { approval }),
      ...(newerLink !== undefined && { newerLink }),
    });
  };

/** What https://docs.slack.dev/reference/methods/chat.getPermalink answers. */
export const linker =
  (workspaceUrl: string): LinkTo =>
  ({ channel, ts }) =>
    URL.canParse(workspaceUrl) ? new URL(`/archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl).href : undefined;

/** Where a conversation can be read; undefined for direct messages: nobody else can follow a link into them. */
export type ThreadLink = (conversation: ConversationId) => string | undefined;

export const threadLinker =
  (workspaceUrl: string): ThreadLink =>
  (conversation) => {
    const { channel, ts } = threadOf(conversation);
    return channel.startsWith('D') || isPerson(channel) ? undefined : linker(workspaceUrl)({ channel, ts });
  };
