import type { Block } from '../blocks/parts.ts';
import type { Fields } from '../json.ts';

/** A modal or Home tab as Slack's Web API shows it. */
export interface View {
  id: string;
  type: 'modal' | 'home';
  hash: string;
  team_id: string;
  app_id: string;
  bot_id: string;
  app_installed_team_id: string;
  blocks: readonly Block[];
  state: { values: Fields };
  callback_id: string;
  private_metadata: string;
  external_id: string;
  title: Fields | null;
  submit: Fields | null;
  close: Fields | null;
  clear_on_close: boolean;
  notify_on_close: boolean;
  root_view_id: string;
  previous_view_id: string | null;
}

export interface Shown {
  user: string;
  view: View;
}

export interface Views {
  /** A modal on somebody's screen, by its id or the app's own external id; or a Home tab by its id. */
  get(id: string): Shown | undefined;
  /** Puts a view on top of a person's stack, or replaces the one with the same id where it is. */
  put(user: string, view: View): void;
  close(id: string): void;
  /** A person's modals, the lowest first. */
  stack(user: string): readonly View[];
  home(user: string): View | undefined;
  setHome(user: string, view: View): void;
  homes(): Readonly<Record<string, View>>;
}

export function createViews(): Views {
  const shown = new Map<string, Shown>();
  const homes = new Map<string, View>();
  const all = (): readonly Shown[] => [...shown.values()];
  const homeWith = (id: string): Shown | undefined => {
    const found = [...homes].find(([, view]) => view.id === id);
    return found && { user: found[0], view: found[1] };
  };
  return {
    get: (id) => shown.get(id) ?? all().find(({ view }) => id !== '' && view.external_id === id) ?? homeWith(id),
    put: (user, view) => void shown.set(view.id, { user, view }),
    close: (id) => void shown.delete(id),
    stack: (user) => all().flatMap((one) => (one.user === user ? [one.view] : [])),
    home: (user) => homes.get(user),
    setHome: (user, view) => void homes.set(user, view),
    homes: () => Object.fromEntries(homes),
  };
}
