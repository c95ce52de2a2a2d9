import { createKeyedList, make } from './dom.ts';
import { fieldsOf, stringOf } from './json.ts';
import type { Pane } from './thread.ts';

/** What went over the wire, newest first; folded until somebody wants to know. */
export function createWireLog(): Pane {
  const rows = make('div', { class: 'rows' });
  const count = make('span', { class: 'hint' });
  const element = make('details', { class: 'wire-log' }, make('summary', {}, 'Wire log ', count), rows);
  const place = createKeyedList(rows);
  let entries: readonly unknown[] = []; // drawn only while the log is open
  const draw = (): void => {
    if (!element.open) return;
    const items = entries.map((entry, index) => ({
      key: String(index),
      depends: [entry],
      draw: () => drawEntry(entry),
    }));
    place(items.toReversed());
  };
  element.addEventListener('toggle', draw);
  return {
    element,
    show: ({ log }) => {
      entries = log;
      count.textContent = log.length === 0 ? '' : String(log.length);
      draw();
    },
  };
}

function drawEntry(entry: unknown): HTMLElement {
  const fields = fieldsOf(entry);
  const title = [fields['kind'], fields['name']].map(stringOf).join(' ').trim() || 'entry';
  return make(
    'details',
    { class: fields['ok'] === false ? 'failed' : undefined },
    make('summary', {}, title),
    make('pre', { tabindex: '0' }, JSON.stringify(entry, undefined, 2) ?? ''),
  );
}
