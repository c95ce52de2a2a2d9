import { drawBlocks } from './blocks/blocks.ts';
import type { BlockContext, Field } from './blocks/context.ts';
import { withValues } from './blocks/remember.ts';
import { plainTextOf } from './blocks/text.ts';
import { make } from './dom.ts';
import { complain, missingIn, readForm } from './form.ts';
import { icon } from './icons.ts';
import type { Container, FormValues, Interaction, SubmitAnswer, View } from './protocol.ts';
import { humans, namesOf, topView } from './selectors.ts';
import type { State } from './state.ts';
import { wayBack } from './way-back.ts';

export interface ModalDeps {
  act: (where: Container, interaction: Interaction) => Promise<boolean>;
  submit: (view: { user: string; viewId: string; values: FormValues }) => Promise<SubmitAnswer>;
  close: (user: string, viewId: string) => void;
}

interface Drawn {
  view: View;
  dialog: HTMLDialogElement;
  fields: readonly Field[];
}

/** Shows the top view of the acting person's stack; an update keeps what was typed, as Slack does. */
export function createModals(deps: ModalDeps): { show: (state: State) => void } {
  let drawn: Drawn | undefined; // the dialog on the screen
  let goBack = (): void => undefined; // to where the focus was before the first dialog
  return {
    show: (state) => {
      const view = topView(state);
      if (drawn?.view === view) return;
      const typed = typedInto(view, drawn);
      if (!drawn) goBack = wayBack();
      drawn?.dialog.remove();
      drawn = view && drawModal(view, withValues(view.blocks, typed), state, deps);
      drawn?.dialog.showModal();
      drawn?.fields[0]?.focus();
      if (!drawn) goBack();
    },
  };
}

const typedInto = (view: View | undefined, drawn: Drawn | undefined): FormValues =>
  drawn && drawn.view.id === view?.id ? readForm(drawn.fields) : {};

function drawModal(view: View, blocks: readonly unknown[], state: State, deps: ModalDeps): Drawn {
  const user = state.route.acting;
  const fields: Field[] = [];
  const context: BlockContext = {
    scope: `v-${view.id}`,
    names: namesOf(state),
    people: humans(state),
    act: (interaction) => deps.act({ user, viewId: view.id, values: readForm(fields) }, interaction),
    keep: (field) => fields.push(field),
  };
  const problem = make('p', { class: 'complaint', role: 'alert' });
  const form = make(
    'form',
    { novalidate: true },
    drawTop(view, () => deps.close(user, view.id)),
    make('div', { class: 'dialog-body' }, drawBlocks(blocks, context), problem),
    drawBottom(view, () => deps.close(user, view.id)),
  );
  const dialog = make('dialog', { class: 'dialog', 'aria-labelledby': 'modal-title' }, form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (form.getAttribute('aria-busy') === 'true' || complain(fields, missingIn(fields))) return;
    form.setAttribute('aria-busy', 'true');
    void deps.submit({ user, viewId: view.id, values: readForm(fields) }).then(({ ok, errors = {} }) => {
      form.removeAttribute('aria-busy');
      const isTold = complain(fields, errors);
      problem.textContent = !ok && !isTold ? 'We had some trouble connecting. Try again?' : '';
    });
  });
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    deps.close(user, view.id);
  });
  document.body.append(dialog);
  return { view, dialog, fields };
}

function drawTop(view: View, close: () => void): HTMLElement {
  const button = make('button', { type: 'button', class: 'tool', 'aria-label': 'Close dialog' }, icon('close'));
  button.addEventListener('click', close);
  return make('header', {}, make('h2', { id: 'modal-title' }, plainTextOf(view.title) || 'Dialog'), button);
}

function drawBottom(view: View, close: () => void): HTMLElement {
  const cancel = make('button', { type: 'button', class: 'button' }, plainTextOf(view.close) || 'Cancel');
  cancel.addEventListener('click', close);
  const submit = plainTextOf(view.submit);
  const send = submit === '' ? undefined : make('button', { type: 'submit', class: 'button primary' }, submit);
  return make('footer', { class: 'dialog-actions' }, cancel, send);
}
