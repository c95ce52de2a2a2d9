import { buttonNamed } from './forms.ts';
import { readable } from './people.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

type Slack = Stage['slack'];

/** What people do in the app's Home, and what they see there. */
export function homeOf(slack: Slack) {
  const shown = (user: string): string => readable({ text: '', blocks: slack.home(user)?.blocks ?? [] });
  const shows = (user: string, part: string | RegExp) =>
    until(() => holds(shown(user), part) && shown(user), `Home of ${user} to show ${part}`);
  const homeOrForm = (user: string, place: 'home' | 'form') => {
    const view = place === 'home' ? slack.home(user) : slack.views(user).at(-1);
    if (!view) throw new Error(`${user} sees no ${place}`);
    return { viewId: view.id };
  };
  const form = (user: string, part: string) =>
    until(
      () => slack.views(user).findLast((view) => JSON.stringify([view.title, view.blocks]).includes(part)),
      `${user} to see a form with ${part}`,
    );
  return {
    shown,
    shows,
    form,
    /** What stands in the form on top. */
    formText: (user: string): string => readable({ text: '', blocks: slack.views(user).at(-1)?.blocks ?? [] }),
    open: async (user: string, part: string | RegExp) => {
      slack.openHome(user);
      return shows(user, part);
    },
    /** Presses the button with these words, from the top the n-th. */
    press: (user: string, button: string, { place = 'home' as 'home' | 'form', number = 1 } = {}) =>
      slack.choose(user, homeOrForm(user, place), buttonNamed(button, number), {}),
    /** Chooses in the menu of Home. */
    choose: (user: string, actionId: string, value: string) =>
      slack.choose(user, homeOrForm(user, 'home'), actionId, { selectedOption: value }),
    send: (user: string) => slack.submitView(user, homeOrForm(user, 'form').viewId, {}),
  };
}

const holds = (text: string, part: string | RegExp): boolean =>
  typeof part === 'string' ? text.includes(part) : part.test(text);
