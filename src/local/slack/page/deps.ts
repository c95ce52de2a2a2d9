import type { Container, Interaction } from './protocol.ts';
import type { Route } from './route.ts';

/** What the parts of the page may do. Everything else they get is state to draw. */
export interface PageDeps {
  now: () => Date;
  /** Changes only what is named. */
  go: (change: Partial<Route>) => void;
  /** Posts as the acting person where they are; a text means it failed and says why. */
  post: (text: string, threadTs?: string) => Promise<string | undefined>;
  /** Deletes a message of the acting person's where they are; false: it is still there. */
  remove: (ts: string) => Promise<boolean>;
  /** False when the app did not acknowledge. */
  act: (where: Container, interaction: Interaction) => Promise<boolean>;
}
