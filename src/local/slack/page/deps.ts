import type { Attachment, Container, Interaction } from './protocol.ts';
import type { Route } from './route.ts';
import type { State } from './state.ts';

/** What the parts of the page may do. Everything else they get is state to draw. */
export interface PageDeps {
  now: () => Date;
  /** Changes only what is named. */
  go: (change: Partial<Route>) => void;
  /** Posts as the acting person where they are; a text means it failed and says why. */
  post: (text: string, threadTs?: string, files?: readonly Attachment[]) => Promise<string | undefined>;
  /** Deletes a message of the acting person's where they are; false: it is still there. */
  remove: (ts: string) => Promise<boolean>;
  /** Opens a message of the acting person's for changes; undefined closes it. */
  edit: (message: State['editing']) => void;
  /** Changes a message of the acting person's where they are; false: it is as it was. */
  rewrite: (ts: string, text: string) => Promise<boolean>;
  /** Stops the bot's work in a thread where they are. */
  stop: (threadTs: string) => Promise<void>;
  /** Uses an entry of a message's menu. False when the app did not acknowledge. */
  useShortcut: (ts: string, callbackId: string) => Promise<boolean>;
  /** False when the app did not acknowledge. */
  act: (where: Container, interaction: Interaction) => Promise<boolean>;
}
