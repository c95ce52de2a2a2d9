import type { Message, UiEvent } from './protocol.ts';
import { currentChannel, isReply } from './selectors.ts';
import type { State } from './state.ts';

/** The thread of an answer that would be out of sight: a reply to one's own direct message, or a whisper in a thread. */
export function threadToOpen(state: State, event: UiEvent): string | undefined {
  const { place, thread } = state.route;
  if (event.type !== 'message' && event.type !== 'ephemeral') return undefined;
  if (event.channel !== place || !isReply(event.message)) return undefined;
  const isWanted =
    event.type === 'ephemeral'
      ? thread === undefined && event.user === state.route.acting
      : isAnswer(state, event.channel, event.message);
  return isWanted ? event.message.thread_ts : undefined;
}

/** Beside an open thread, only the first answer to what was just written takes its place. */
function isAnswer(state: State, channel: string, message: Message): boolean {
  const { acting, thread } = state.route;
  const messages = state.workspace.messages[channel] ?? [];
  const root = messages.find(({ ts }) => ts === message.thread_ts);
  if (currentChannel(state)?.kind !== 'im' || root?.user !== acting || message.user === acting) return false;
  const answers = messages.filter(({ thread_ts, user }) => thread_ts === message.thread_ts && user !== acting);
  const isLatest = messages.findLast((one) => !isReply(one)) === root;
  return thread === undefined || (isLatest && answers.length === 1);
}
