import { drawAvatar, roleName } from './avatar.ts';
import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { humans } from './selectors.ts';
import type { Pane } from './thread.ts';

/** Radio buttons that say whom the page acts as, named like "Alice Wonderland (customer)". */
export function createIdentity(deps: PageDeps): Pane {
  const element = make('fieldset', { class: 'identity' });
  let drawn: unknown; // the people the buttons were made for
  return {
    element,
    show: (state) => {
      if (drawn !== state.workspace.users) {
        const choices = humans(state).map((person) => {
          const name = `${person.realName} (${roleName(person.role)})`;
          const radio = make('input', { type: 'radio', name: 'acting', value: person.id, 'aria-label': name });
          radio.addEventListener('change', () => deps.go({ acting: person.id }));
          const role = make('span', { class: `badge ${person.role}` }, roleName(person.role));
          return make(
            'label',
            { title: name },
            radio,
            drawAvatar(person, 'small'),
            make('span', { class: 'name' }, person.realName),
            role,
          );
        });
        element.replaceChildren(make('legend', {}, 'Acting as'), ...choices);
        drawn = state.workspace.users;
      }
      for (const radio of element.querySelectorAll('input')) radio.checked = radio.value === state.route.acting;
    },
  };
}
