import { askConfirm } from './confirm.ts';
import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { icon } from './icons.ts';
import type { IconName } from './icons.ts';
import { drawMenu } from './menu.ts';
import { EDIT } from './message-editor.ts';
import { namesOf } from './selectors.ts';
import type { Entry, State } from './state.ts';

/** Not the name of the menus that apps put into their messages. */
const MENU = 'Message menu';

interface Shown {
  entry: Entry;
  /** Present where its thread can be opened. */
  replies?: object;
}

/** What can be done with a message, beside it: undefined when nothing can. */
export function drawTools(shown: Shown, state: State, deps: PageDeps): HTMLElement | undefined {
  const own = isOwn(shown, state) ? [drawEdit(shown, deps), drawDelete(shown, state, deps)] : [];
  const tools = [drawReply(shown, deps), ...own, drawShortcuts(shown, state, deps)].filter(
    (tool) => tool !== undefined,
  );
  return tools.length === 0 ? undefined : make('div', { class: 'tools' }, ...tools);
}

function drawReply({ entry, replies }: Shown, deps: PageDeps): HTMLElement | undefined {
  if (!replies || entry.onlyFor !== undefined) return undefined;
  const reply = drawTool('Reply in thread', 'chat');
  reply.addEventListener('click', () => deps.go({ thread: entry.ts }));
  return reply;
}

/** The acting person wrote it, for everybody. */
const isOwn = ({ entry }: Shown, state: State): boolean =>
  entry.user === state.route.acting && entry.bot_id === undefined && entry.onlyFor === undefined;

function drawEdit({ entry, replies }: Shown, deps: PageDeps): HTMLElement {
  const button = drawTool(EDIT, 'pencil');
  button.addEventListener('click', () => deps.edit({ ts: entry.ts, isInThread: replies === undefined }));
  return button;
}

function drawDelete({ entry }: Shown, state: State, deps: PageDeps): HTMLElement {
  const button = drawTool('Delete message', 'trash');
  button.classList.add('danger');
  button.addEventListener('click', () => void askAndDelete(button, entry.ts, { state, deps }));
  return button;
}

const SURE = {
  title: 'Delete message',
  text: 'Are you sure you want to delete this message? This cannot be undone.',
  confirm: 'Delete',
  style: 'danger',
};

async function askAndDelete(
  button: HTMLElement,
  ts: string,
  { state, deps }: { state: State; deps: PageDeps },
): Promise<void> {
  const list = button.closest<HTMLElement>('[role=log]');
  if (!(await askConfirm(SURE, namesOf(state)))) return;
  const isGone = await deps.remove(ts);
  if (isGone) list?.focus({ preventScroll: true });
  else button.after(make('span', { class: 'click-warning', role: 'alert' }, '⚠ Not deleted.'));
}

function drawShortcuts({ entry }: Shown, state: State, deps: PageDeps): HTMLElement | undefined {
  const { shortcuts } = state.workspace;
  if (shortcuts.length === 0 || entry.onlyFor !== undefined || entry.subtype === 'tombstone') return undefined;
  const items = shortcuts.map(({ callbackId, name }) => ({
    label: name,
    choose: (opener: HTMLElement) => void offer(opener, () => deps.useShortcut(entry.ts, callbackId)),
  }));
  return drawMenu({ name: MENU, key: MENU, look: 'tool', items });
}

async function offer(opener: HTMLElement, use: () => Promise<boolean>): Promise<void> {
  opener.setAttribute('aria-busy', 'true');
  const isHeard = await use();
  opener.removeAttribute('aria-busy');
  opener.parentElement?.querySelector('.click-warning')?.remove();
  if (!isHeard)
    opener.after(make('span', { class: 'click-warning', role: 'alert' }, '⚠ The app did not answer in time.'));
}

const drawTool = (name: string, look: IconName): HTMLButtonElement =>
  make('button', { type: 'button', class: 'tool', 'data-key': name, 'aria-label': name, title: name }, icon(look));
