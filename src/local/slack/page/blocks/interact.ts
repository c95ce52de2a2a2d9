import { askConfirm } from '../confirm.ts';
import { make } from '../dom.ts';
import { isRecord, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import type { Interaction } from '../protocol.ts';
import type { Place } from './context.ts';

/** Sends one click: asks first if the element says so, spins until the server answers, warns when the app did not. */
export async function interact(
  control: HTMLElement,
  element: Fields,
  place: Place,
  what: Omit<Interaction, 'blockId' | 'actionId'>,
): Promise<void> {
  if (control.getAttribute('aria-busy') === 'true') return;
  const isWanted = !isRecord(element['confirm']) || (await askConfirm(element['confirm'], place.context.names));
  if (!isWanted) return;
  control.setAttribute('aria-busy', 'true');
  clearWarning(control);
  const acked = await place.context.act({ blockId: place.blockId, actionId: stringOf(element['action_id']), ...what });
  control.removeAttribute('aria-busy');
  if (!acked)
    control.after(make('span', { class: 'click-warning', role: 'alert' }, '⚠ The app did not answer in time.'));
}

function clearWarning(control: HTMLElement): void {
  const next = control.nextElementSibling;
  if (next?.classList.contains('click-warning')) next.remove();
}
