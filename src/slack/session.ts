import { threadOf } from '../domain/ids.ts';
import type { ConversationId } from '../domain/ids.ts';
import { SECOND } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Wake } from '../ports/wake.ts';
import type { SlackClient } from './client.ts';
import type { Latch } from './latch.ts';
import { toNotPosted } from './posted.ts';

export interface SessionDeps {
  fleeting: SlackClient;
  wake: Wake;
  log: Log;
  refused: Latch;
}

/** How one thread stands, as Slack is told. Nothing here is waited for, and nothing rejects. */
export interface Session {
  /** A turn goes on; known already: nothing changes. */
  begin(): void;
  end(): void;
  /** `what` names the card or question that is drawn. */
  drawn(what: string, isWaiting: boolean): void;
}

/** A turn that is over sooner is not shown as work; Slack offers to stop what is. Milliseconds. */
const SHOWN_AFTER = SECOND;
/** How often it is told again what did not reach Slack, and after how many milliseconds at least. */
const TRIES = 3;
const PAUSE = 5 * SECOND;

export function oneSession(deps: SessionDeps, conversation: ConversationId): Session {
  const { channel } = threadOf(conversation);
  const state: State = { waiting: new Set(), isShown: false, told: undefined, isTelling: false, tries: 0 };
  const tell = (): void => {
    const status = statusOf(state);
    if (state.isTelling || state.told === status || deps.refused.isOff(channel)) return;
    state.isTelling = true;
    void send(deps, conversation, status).then((pause) => {
      const isLost = pause !== undefined && state.tries < TRIES;
      state.tries = isLost ? state.tries + 1 : 0;
      if (isLost) return void deps.wake(Math.max(pause, PAUSE), goOn);
      state.told = status;
      return goOn();
    });
  };
  const goOn = (): void => {
    state.isTelling = false;
    tell();
  };
  return {
    begin: () => {
      state.turn ??= deps.wake(SHOWN_AFTER, () => {
        state.isShown = true;
        tell();
      });
    },
    end: () => {
      const { isShown } = state;
      state.turn?.();
      delete state.turn;
      state.isShown = false;
      if (isShown) tell();
    },
    drawn: (what, isWaiting) => {
      if (isWaiting) state.waiting.add(what);
      else state.waiting.delete(what);
      tell();
    },
  };
}

/** https://docs.slack.dev/reference/methods/agents.sessions.setStatus */
type Status = 'active' | 'processing' | 'suspended';

interface State {
  /** What was drawn with something to decide in it. */
  waiting: Set<string>;
  /** Calls off that the turn is shown; absent: no turn goes on. */
  turn?: () => void;
  isShown: boolean;
  /** Undefined: an earlier process may have told Slack anything. */
  told: Status | undefined;
  isTelling: boolean;
  tries: number;
}

function statusOf({ isShown, waiting }: State): Status {
  if (isShown) return 'processing';
  return waiting.size > 0 ? 'suspended' : 'active';
}

/** Milliseconds after which it can be told again; undefined: Slack has heard it, whatever it says. */
async function send(
  { fleeting, refused, log }: SessionDeps,
  conversation: ConversationId,
  status: Status,
): Promise<number | undefined> {
  const { channel, ts } = threadOf(conversation);
  const call = fleeting.apiCall('agents.sessions.setStatus', { channel_id: channel, thread_ts: ts, status });
  const failed = await call.then(() => undefined, toNotPosted);
  if (!failed) return undefined;
  refused.learn(failed.why, channel);
  log.debug({ why: failed.why }, 'Slack was not told how a thread stands');
  if (failed.kind === 'refused') return undefined;
  return failed.kind === 'later' ? failed.after : 0;
}
