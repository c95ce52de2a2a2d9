import type { OutgoingId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Log } from '../ports/log.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { OutboxRow, Store } from '../ports/store.ts';

export interface DeliverDeps {
  store: Store;
  messenger: Messenger;
  now: () => Instant;
  crashPoint: CrashPoint;
  log: Log;
}

export interface Delivery extends DeliverDeps {
  /** What this process began to say and has not marked yet: the mark may have failed after the post. */
  begun: Set<OutgoingId>;
  /** Slack is about to be asked for the first time: whatever is less important may go on. */
  onCall: () => void;
}

/** `isDoubtful`: it may have been said before. */
export type Doubted = OutboxRow & { isDoubtful: boolean };
