import type { ConversationId } from '../domain/ids.ts';
import { SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Wake } from '../ports/wake.ts';

interface StatusDeps {
  messenger: Messenger;
  now: () => Instant;
  wake: Wake;
}

export interface StatusLine {
  show: (words: string) => void;
  /** Shows it only if it goes on for a while; what it returns calls that off. */
  showIfSlow: (words: string) => () => void;
  /** Sets what stands there again before Slack takes it away. */
  keep: () => void;
  /** A message was posted, which takes what stood there away. */
  posted: () => void;
  /** The reply is about to be posted: a status that Slack still has not taken may come behind it. */
  replying: () => void;
  /** Nothing more is shown. `said`: the reply is posted. */
  end: (said: boolean) => Promise<void>;
}

/** What takes no longer than this, in milliseconds, is over before anybody has read what it was. */
const WORTH_SHOWING = 400;
/** A status has stood long enough to be followed by the next, in milliseconds. */
const WAS_READ = 700;
/** A call that was sent this much earlier, in milliseconds, comes first all the same. */
const COMES_FIRST = 400;
/** Slack takes a status away after two minutes. https://docs.slack.dev/reference/methods/assistant.threads.setStatus */
const SET_AGAIN_AFTER = 100 * SECOND;

/** The line under a thread while its turn runs. Its calls go out one after another; what is outdated meanwhile is left out. */
export function statusLine(deps: StatusDeps, conversation: ConversationId): StatusLine {
  const { messenger, now, wake } = deps;
  const state: State = { words: '', at: 0, isPosted: false, isBehind: false, isOver: false };

  const send = async (): Promise<void> => {
    while (state.next !== undefined) {
      const { next } = state;
      delete state.next;
      await messenger.setStatus(conversation, next);
    }
    delete state.sending;
  };
  const show = (words: string): void => {
    const isFresh = now() - state.at < SET_AGAIN_AFTER;
    if (state.isOver || (words === state.words && isFresh)) return;
    Object.assign(state, { words, at: now(), next: words, isBehind: state.isPosted });
    state.sending ??= send();
  };
  return {
    show,
    showIfSlow: (words) => {
      const pause = Math.min(WORTH_SHOWING, state.at + WAS_READ - now());
      if (pause > 0) return wake(pause, () => show(words));
      show(words);
      return () => {};
    },
    keep: () => {
      if (!state.isPosted) show(state.words);
    },
    posted: () => Object.assign(state, { isPosted: true, isBehind: state.sending !== undefined }),
    replying: () => {
      if (state.sending && now() - state.at >= COMES_FIRST) state.isBehind = true;
    },
    end: async (said) => {
      state.isOver = true;
      delete state.next;
      // One that was on its way while the reply was posted may have arrived behind it.
      const isLate = state.sending !== undefined;
      await state.sending;
      if (!said || isLate || state.isBehind) await messenger.setStatus(conversation, '');
    },
  };
}

interface State {
  words: string;
  at: Instant;
  /** Words that wait for those before them to arrive. */
  next?: string;
  sending?: Promise<void>;
  isPosted: boolean;
  /** It may stand behind what was posted, where nothing takes it away. */
  isBehind: boolean;
  isOver: boolean;
}
