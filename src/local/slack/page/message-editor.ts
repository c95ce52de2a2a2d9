import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import type { MessageView } from './message.ts';
import { botName, typedText } from './selectors.ts';
import type { State } from './state.ts';

/** Named like the tool that opens it, so that the focus finds its way in and out again. */
export const EDIT = 'Edit message';

/** A message of one's own in a box: Enter saves, Escape leaves it as it was. */
export function drawEditor({ entry }: MessageView, state: State, deps: PageDeps): HTMLElement {
  const box = make('textarea', { class: 'field', rows: '1', 'data-key': EDIT, 'aria-label': EDIT });
  const problem = make('p', { class: 'complaint', role: 'alert' });
  const cancel = make('button', { type: 'button', class: 'button', title: 'Escape' }, 'Cancel');
  const save = make('button', { type: 'submit', class: 'button primary', title: 'Enter' }, 'Save');
  const bar = make('div', { class: 'editor-bar' }, cancel, save);
  const form = make('form', { class: 'editor' }, box, bar, problem);
  const before = typedText(entry, state.workspace.botUser, botName(state));
  const close = (): void => {
    box.focus(); // and from there back to the tool
    deps.edit(undefined);
  };
  const keep = async (): Promise<void> => {
    const text = box.value.trim();
    if (text === '') return;
    const isSaved = text === before || (await deps.rewrite(entry.ts, text));
    if (isSaved) close();
    else problem.textContent = 'Not saved.';
  };
  box.value = before;
  box.addEventListener('input', () => fit(box, save));
  box.addEventListener('focus', () => fit(box, save));
  box.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') close();
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    void keep();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void keep();
  });
  cancel.addEventListener('click', close);
  return form;
}

/** The box is as tall as what is written in it; nothing is not worth saving. */
function fit(box: HTMLTextAreaElement, save: HTMLElement): void {
  save.toggleAttribute('disabled', box.value.trim() === '');
  box.style.setProperty('height', 'auto');
  box.style.setProperty('height', `${box.scrollHeight + 2}px`);
}
