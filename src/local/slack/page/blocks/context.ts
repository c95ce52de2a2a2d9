import type { Fields } from '../json.ts';
import type { Interaction, Person } from '../protocol.ts';
import type { Names } from '../rich/names.ts';

/** What a block needs to know of the place it is drawn in. */
export interface BlockContext {
  /** Makes ids unique on the page: the message's ts or the view's id. */
  scope: string;
  names: Names;
  people: readonly Person[];
  /** False when the app did not acknowledge in time. */
  act: (interaction: Interaction) => Promise<boolean>;
  /** Called once for every element that holds a value. */
  keep: (field: Field) => void;
}

/** An element that holds a value, as a form sees it. */
export interface Field {
  blockId: string;
  actionId: string;
  isRequired: boolean;
  /** The element's part of Slack's `state.values`. */
  read: () => Fields;
  /** An empty text takes the complaint away. */
  complain: (text: string) => void;
  focus: () => void;
}

/** Where in a block an element stands. */
export interface Place {
  blockId: string;
  context: BlockContext;
  /** Whether a change is sent to the app at once. */
  dispatches: boolean;
  /** Present inside an input block. */
  input?: { controlId: string; describedBy: string };
}
