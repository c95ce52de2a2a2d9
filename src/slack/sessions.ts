import { isUndecided } from '../domain/approval.ts';
import type { Approval } from '../domain/approval.ts';
import { threadOf } from '../domain/ids.ts';
import type { ChannelId, ConversationId } from '../domain/ids.ts';
import { cardOf } from '../domain/ledger.ts';
import type { Message } from '../ports/messenger.ts';
import { isPerson } from './find-message.ts';
import { latch, NOT_SUPPORTED } from './latch.ts';
import { oneSession } from './session.ts';
import type { Session, SessionDeps } from './session.ts';

/** Tells Slack how a thread stands: the bot works in it, it waits for somebody's decision, or neither. Never waited for. */
export interface Sessions {
  /** Between the first sign of a turn and its reply. */
  working(conversation: ConversationId, isWorking: boolean): void;
  /** A card or a question is drawn: whether somebody has to decide it may be another. */
  drawn(message: Message): void;
}

/** The threads that were used last; of others nothing is remembered. */
const MOST = 500;

/** https://docs.slack.dev/ai/agent-sessions */
export function agentSessions(deps: Omit<SessionDeps, 'refused'>): Sessions {
  const sessions = new Map<ConversationId, Session>();
  const refused = latch({
    everywhere: [...NOT_SUPPORTED, 'not_authorized'],
    here: ['channel_not_found', 'channel_type_not_supported', 'not_in_channel', 'is_archived', 'thread_ts_not_allowed'],
    like: (channel) => channel,
  });
  const sessionOf = (conversation: ConversationId): Session => {
    const found = sessions.get(conversation) ?? oneSession({ ...deps, refused }, conversation);
    sessions.delete(conversation); // so that the latest comes last
    sessions.set(conversation, found);
    const [oldest] = sessions.keys();
    if (sessions.size > MOST && oldest !== undefined) sessions.delete(oldest);
    return found;
  };
  return {
    working: (conversation, isWorking) => {
      if (!isDirect(threadOf(conversation).channel)) return;
      if (isWorking) sessionOf(conversation).begin();
      else sessions.get(conversation)?.end();
    },
    drawn: (message) => {
      const rows = rowsOf(message);
      const [first] = rows;
      if (first && isThread(first.conversation))
        sessionOf(first.conversation).drawn(`${message.kind} ${cardOf(first)}`, rows.some(isUndecided));
    },
  };
}

/** Only there can people stop it: elsewhere nobody can tell whose turn it is. */
const isDirect = (channel: ChannelId): boolean => channel.startsWith('D');

/** What was asked in Home or by a form stands in no thread. */
const isThread = (conversation: ConversationId): boolean => !isPerson(threadOf(conversation).channel);

function rowsOf(message: Message): readonly Approval[] {
  if (message.kind === 'card') return message.rows;
  return message.kind === 'confirmation' ? [message.approval] : [];
}
