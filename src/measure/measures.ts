import type { System } from '../domain/errors.ts';
import type { Desk } from '../ports/desk.ts';
import type { Engine, Handlers } from '../ports/engine.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Model } from '../ports/model.ts';
import type { Store } from '../ports/store.ts';

export type Fetch = typeof globalThis.fetch;

/** What counts while the bot works: each takes a part and gives one that does the same and is counted. */
export interface Measures {
  store: (store: Store) => Store;
  engine: (engine: Engine) => Engine;
  handlers: (handlers: Handlers) => Handlers;
  model: (model: Model) => Model;
  messenger: (messenger: Messenger) => Messenger;
  desk: (desk: Desk) => Desk;
  fetch: (system: System, fetch: Fetch) => Fetch;
  /** What the edge tells of what Slack sends. Both absent: nobody counts. */
  edge: {
    onEvent?: (taken: { kind: 'new' | 'seen' | 'ignored' }) => void;
    /** What it returns is called when Slack was told that it arrived. */
    onArrival?: () => () => void;
  };
  onBusy?: () => void;
}

/** Nobody asks for figures: every part stays as it is. */
export const UNMEASURED: Measures = {
  store: (store) => store,
  engine: (engine) => engine,
  handlers: (handlers) => handlers,
  model: (model) => model,
  messenger: (messenger) => messenger,
  desk: (desk) => desk,
  fetch: (_system, fetch) => fetch,
  edge: {},
};
