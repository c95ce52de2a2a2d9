import type { Approval } from '../domain/approval.ts';
import { MessageTs, threadOf } from '../domain/ids.ts';
import type { ChannelId, ConversationId } from '../domain/ids.ts';
import { SECOND } from '../domain/time.ts';
import type { Message } from '../ports/messenger.ts';
import { isPerson } from './find-message.ts';
import type { Place } from './find-message.ts';

/** Where a message goes, and where it is looked for. */
export function placeOf(approvalsChannel: ChannelId, message: Message): Place {
  switch (message.kind) {
    case 'card':
      return { channel: approvalsChannel, ...sinceAsked(message.rows) };
    case 'hand-off':
      return { channel: approvalsChannel, since: threadOf(message.conversation).ts };
    case 'notice':
      return { channel: approvalsChannel, since: MessageTs.parse(`${Math.floor(message.notice.at / SECOND)}.000000`) };
    case 'nudge':
      return { channel: message.card.channel, thread: message.card.ts };
    case 'reply':
      return inThread(message.conversation);
    case 'confirmation':
      return inThread(message.approval.conversation);
  }
}

/** A card comes after what asked for it. */
function sinceAsked([first]: readonly Approval[]): Pick<Place, 'since'> {
  return first ? { since: first.source ?? threadOf(first.conversation).ts } : {};
}

function inThread(conversation: ConversationId): Place {
  const { channel, ts } = threadOf(conversation);
  return isPerson(channel) ? { channel, since: ts } : { channel, thread: ts };
}
