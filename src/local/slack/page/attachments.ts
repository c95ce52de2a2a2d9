import { createKeyedList, make } from './dom.ts';
import { icon } from './icons.ts';
import type { Attachment } from './protocol.ts';

/** Files that go along with the next message. */
export interface Attachments {
  /** Opens the choice of files, through `picker`, which nobody sees. */
  button: HTMLElement;
  picker: HTMLElement;
  /** What is chosen, each with a way to leave it out. */
  list: HTMLElement;
  isEmpty: () => boolean;
  /** Hands them out and forgets them; `putBack` when they were not sent. */
  take: () => readonly File[];
  putBack: (files: readonly File[]) => void;
}

export function createAttachments(onChange: () => void): Attachments {
  const picker = make('input', { type: 'file', multiple: true, hidden: true });
  const name = 'Attach a file';
  const button = make(
    'button',
    { type: 'button', class: 'tool', 'aria-label': name, title: name },
    icon('clip'),
    picker,
  );
  const list = make('div', { class: 'attachments' });
  const place = createKeyedList(list);
  let chosen: readonly File[] = []; // not sent yet
  const choose = (files: readonly File[]): void => {
    chosen = files;
    place(
      chosen.map((file, index) => ({ key: `${index}/${file.name}`, depends: [file], draw: () => drawChosen(file) })),
    );
    onChange();
  };
  const drawChosen = (file: File): HTMLElement => {
    const label = `Leave out ${file.name}`;
    const remove = make('button', { type: 'button', class: 'tool', 'aria-label': label, title: label }, icon('close'));
    remove.addEventListener('click', () => {
      choose(chosen.filter((one) => one !== file));
      button.focus();
    });
    return make('span', { class: 'file' }, icon('file'), file.name, remove);
  };
  button.addEventListener('click', () => picker.click());
  picker.addEventListener('change', () => {
    choose([...chosen, ...Array.from(picker.files ?? [])]);
    picker.value = '';
  });
  return {
    button,
    picker,
    list,
    isEmpty: () => chosen.length === 0,
    take: () => {
      const taken = chosen;
      choose([]);
      return taken;
    },
    putBack: (files) => choose([...files, ...chosen]),
  };
}

/** Undefined when there are none. Browsers know no type of some plain files. */
export async function readAttachments(files: readonly File[]): Promise<readonly Attachment[] | undefined> {
  if (files.length === 0) return undefined;
  return Promise.all(
    files.map(async (file) => ({ name: file.name, mimetype: file.type || 'text/plain', content: await file.text() })),
  );
}
