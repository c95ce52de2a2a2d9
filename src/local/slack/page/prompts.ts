import { createKeyedList, make } from './dom.ts';
import type { Channel } from './protocol.ts';
import type { State } from './state.ts';

/** What the app suggests to write. */
export interface PromptBar {
  element: HTMLElement;
  show: (state: State, channel: Channel, isEmpty: boolean) => void;
}

/** Chips above the composer of a direct message in which nothing was said yet; one click sends. A text means it failed. */
export function createPrompts(send: (text: string) => Promise<string | undefined>): PromptBar {
  const title = make('p', { class: 'hint' });
  const chips = make('div', { class: 'chips' });
  const problem = make('p', { class: 'complaint', role: 'alert' });
  const element = make('div', { class: 'prompts', role: 'group', 'aria-label': 'Suggestions' }, title, chips, problem);
  const place = createKeyedList(chips);
  const drawChip = (text: string, message: string): HTMLElement => {
    const chip = make('button', { type: 'button', class: 'chip', title: message }, text);
    chip.addEventListener('click', () => {
      void send(message).then((failure) => {
        problem.textContent = failure ?? '';
      });
    });
    return chip;
  };
  return {
    element,
    show: ({ workspace }, channel, isEmpty) => {
      const suggested = workspace.prompts[channel.id];
      element.hidden = !suggested || !isEmpty || channel.kind !== 'im' || suggested.prompts.length === 0;
      if (!suggested || element.hidden) return;
      title.textContent = suggested.title ?? 'Try one of these';
      place(
        suggested.prompts.map((one, index) => ({
          key: String(index),
          depends: [one.title, one.message],
          draw: () => drawChip(one.title, one.message),
        })),
      );
    },
  };
}
