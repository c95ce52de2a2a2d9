import { createAttachments, readAttachments } from './attachments.ts';
import type { Attachments } from './attachments.ts';
import { make, setAttributes } from './dom.ts';
import { icon } from './icons.ts';
import type { Attachment } from './protocol.ts';

export interface Composer {
  element: HTMLElement;
  /** Each `place` keeps its own draft. */
  show: (target: { place: string; label: string; canMention: boolean }) => void;
}

/** A text means it failed and says why. */
type Send = (text: string, files: readonly Attachment[] | undefined) => Promise<string | undefined>;

/** Enter sends, Shift+Enter starts a line, and neither does anything while an input method is composing. */
export function createComposer(botName: () => string, send: Send): Composer {
  const attachments = createAttachments(() => fit());
  const parts = makeParts(attachments);
  const { box, mention, problem, submit } = parts;
  const drafts = new Map<string, string>();
  let place = ''; // whose draft the box holds

  const fit = (): void => {
    submit.toggleAttribute('disabled', box.value.trim() === '' && attachments.isEmpty());
    fitHeight(box);
  };
  const write = (text: string): void => {
    box.value = text;
    drafts.set(place, text);
    fit();
  };
  const sendNow = async (): Promise<void> => {
    const text = box.value.trim();
    if (text === '' && attachments.isEmpty()) return;
    const from = place;
    const files = attachments.take();
    write('');
    const failure = await send(text, await readAttachments(files));
    problem.textContent = failure ?? '';
    if (failure === undefined) return;
    attachments.putBack(files);
    if (from === place) write(text);
    else drafts.set(from, text);
  };

  onSend(parts, () => void sendNow());
  box.addEventListener('input', () => write(box.value));
  mention.addEventListener('click', () => {
    write(`@${botName()} ${box.value}`);
    box.focus();
  });
  return {
    element: parts.element,
    show: (target) => {
      setAttributes(box, { 'aria-label': target.label, placeholder: target.label });
      setAttributes(mention, { 'aria-label': `Mention ${botName()}`, hidden: !target.canMention });
      if (target.place === place) return;
      place = target.place;
      write(drafts.get(place) ?? '');
    },
  };
}

function makeParts({ button, picker, list }: Pick<Attachments, 'button' | 'picker' | 'list'>) {
  const box = make('textarea', { rows: '1', enterkeyhint: 'send', spellcheck: 'true' });
  const problem = make('p', { class: 'complaint', role: 'alert' });
  const mention = make('button', { type: 'button', class: 'tool', title: 'Mention the app' }, icon('at'));
  const submit = make('button', { type: 'submit', class: 'send', 'aria-label': 'Send', disabled: true }, icon('send'));
  const keys = make('span', { class: 'hint keys' }, 'Enter sends · Shift+Enter for a new line');
  const bar = make('div', { class: 'composer-bar' }, button, picker, mention, keys, submit);
  const element = make('form', { class: 'composer' }, make('div', { class: 'composer-box' }, box, list, bar), problem);
  return { box, problem, mention, submit, element };
}

type Parts = ReturnType<typeof makeParts>;

function onSend({ box, element }: Parts, send: () => void): void {
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    send();
  });
  element.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
}

/** The box is as tall as what is written in it. */
function fitHeight(box: HTMLTextAreaElement): void {
  box.style.setProperty('height', 'auto');
  if (box.value !== '') box.style.setProperty('height', `${box.scrollHeight}px`);
}
