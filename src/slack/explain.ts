import type { Approval } from '../domain/approval.ts';
import type { ApprovalId, UserId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { ClickRefusal } from '../domain/refusals.ts';
import { whisper } from './blocks/whispers.ts';

/** Why a press did nothing, in markup for the one who pressed. `newer`: the card of what stands in this request's place. */
export type Explain = (
  refusal: ClickRefusal,
  press: { approval: ApprovalId; user: UserId },
  approval?: Approval,
  newer?: MessageRef,
) => string;

export const explainer =
  (workspaceUrl: string): Explain =>
  (refusal, press, approval, newer) => {
    const newerLink = newer && permalink(workspaceUrl, newer);
    return whisper(refusal, {
      clicker: press.user,
      reference: press.approval,
      ...(approval && { approval }),
      ...(newerLink !== undefined && { newerLink }),
    });
  };

/** What https://docs.slack.dev/reference/methods/chat.getPermalink answers; undefined when the workspace's address is none. */
const permalink = (workspaceUrl: string, { channel, ts }: MessageRef): string | undefined =>
  URL.canParse(workspaceUrl) ? new URL(`/archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl).href : undefined;
