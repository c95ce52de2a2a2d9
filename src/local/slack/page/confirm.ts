import { plainTextOf, drawText } from './blocks/text.ts';
import { make } from './dom.ts';
import type { Fields } from './json.ts';
import type { Names } from './rich/names.ts';

/** Shows a confirmation dialog; closing it in any other way than its confirm button means no. */
export function askConfirm(confirm: Fields, names: Names): Promise<boolean> {
  const tone = confirm['style'] === 'danger' ? 'button danger' : 'button primary';
  const dialog = make(
    'dialog',
    { class: 'dialog small', 'aria-labelledby': 'confirm-title' },
    make(
      'form',
      { method: 'dialog' },
      make('h2', { id: 'confirm-title' }, plainTextOf(confirm['title']) || 'Are you sure?'),
      make('div', { class: 'dialog-body' }, drawText(confirm['text'], names)),
      make(
        'div',
        { class: 'dialog-actions' },
        make('button', { class: 'button', value: 'no' }, plainTextOf(confirm['deny']) || 'Cancel'),
        make('button', { class: tone, value: 'yes' }, plainTextOf(confirm['confirm']) || 'Confirm'),
      ),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  dialog.addEventListener('close', () => {
    dialog.remove();
    resolve(dialog.returnValue === 'yes');
  });
  return promise;
}
