import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Store } from '../ports/store.ts';
import type { Wake } from '../ports/wake.ts';
import { drafting } from './drafting.ts';
import type { Written } from './drafting.ts';
import { LOOKING, progressWords } from './progress-words.ts';
import { statusLine } from './status-line.ts';
import type { Showing } from './turn.ts';

export interface ShowDeps {
  store: Store;
  messenger: Messenger;
  now: () => Instant;
  wake: Wake;
  crashPoint: CrashPoint;
  log: Log;
}

export interface ShownTurn {
  showing: Showing;
  /** Whether a draft of this turn may stand in the thread, begun by this run or an earlier one. Resolves when nothing is on its way. */
  hasDraft: () => Promise<boolean>;
  /** The turn is over; `said`: something of it is posted, which takes the status line away. */
  end: (said: boolean) => Promise<void>;
}

/** Tells people that the bot works, at once; and shows a long reply while it is being written. */
export async function showTurn(deps: ShowDeps, shown: Written): Promise<ShownTurn> {
  const line = statusLine(deps, shown.conversation);
  const draft = drafting(deps, shown, line.posted);
  line.show(LOOKING);
  return {
    showing: {
      knows: draft.knows,
      text: (soFar) => {
        line.keep();
        draft.text(soFar);
      },
      tools: (calls) => line.showIfSlow(progressWords(calls)),
    },
    hasDraft: () => {
      line.replying();
      return draft.stands();
    },
    end: async (said) => {
      await Promise.all([draft.end(said), line.end(said)]);
    },
  };
}
