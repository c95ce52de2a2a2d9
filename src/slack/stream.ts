import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import type { Wake } from '../ports/wake.ts';
import type { SlackClient } from './client.ts';
import { toNotPosted } from './posted.ts';

export interface StreamDeps {
  fleeting: SlackClient;
  now: () => Instant;
  wake: Wake;
}

/** A message of ours that grows while people read it. */
export interface Stream {
  /** `read` is asked for the whole text so far when there is time to send it; the newest one counts. */
  show(read: () => string): void;
  /** Nothing more is shown, and nothing is on its way any more. What stands there; undefined: nobody knows. */
  quiet(): Promise<string | undefined>;
}

/** Between two appends, in milliseconds: people read no faster, and Slack takes about a hundred a minute. */
const APART = 400;

/** `first` stands there already. */
export function growingStream(deps: StreamDeps, ref: MessageRef, first: string): Stream {
  const state: State = { shown: first, notBefore: deps.now() + APART, isQuiet: false };
  /** What is limited or was never sent comes with the next one; after any other answer nothing more is shown. */
  const append = async (more: string): Promise<void> => {
    const sent = deps.fleeting.apiCall('chat.appendStream', { ...ref, markdown_text: more });
    const failed = await sent.then(() => undefined, toNotPosted);
    if (!failed) state.shown = `${state.shown ?? ''}${more}`;
    else if (failed.kind === 'later') state.notBefore = deps.now() + failed.after;
    else state.isQuiet = true;
    if (failed?.kind === 'ambiguous') state.shown = undefined;
  };
  const flush = (): void => {
    const { read } = state;
    if (!read || state.isQuiet || state.sending || state.callOff) return;
    const wait = state.notBefore - deps.now();
    if (wait > 0) {
      state.callOff = deps.wake(wait, () => {
        delete state.callOff;
        flush();
      });
      return;
    }
    delete state.read;
    state.notBefore = deps.now() + APART;
    const more = moreOf(state.shown, read());
    if (more === undefined) return;
    state.sending = append(more).finally(() => {
      delete state.sending;
      flush();
    });
  };
  return {
    show: (read) => {
      state.read = read;
      flush();
    },
    quiet: async () => {
      state.isQuiet = true;
      state.callOff?.();
      await state.sending;
      return state.shown;
    },
  };
}

/** `shown` undefined: nobody knows what stands there. */
interface State {
  shown: string | undefined;
  read?: () => string;
  sending?: Promise<void>;
  callOff?: () => void;
  notBefore: Instant;
  isQuiet: boolean;
}

/** Undefined: nothing can be added to what stands there so that it becomes `text`; the end will set it right. */
function moreOf(shown: string | undefined, text: string): string | undefined {
  return shown !== undefined && text.length > shown.length && text.startsWith(shown)
    ? text.slice(shown.length)
    : undefined;
}
