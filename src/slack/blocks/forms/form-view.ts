import type { Form } from '../../../ports/desk.ts';
import type { HomeWish } from '../../../ports/home.ts';
import { askForm } from './ask-form.ts';
import { detailsForm } from './details-form.ts';
import { editForm } from './edit-form.ts';
import type { View } from './form-kit.ts';
import { openedFromHome } from './form-value.ts';
import { rejectForm } from './reject-form.ts';
import { reviewForm } from './review-form.ts';
import { settleForm } from './settle-form.ts';

interface Around {
  /** It was opened from Home, which shows that. */
  wish?: HomeWish;
  /** The address of the conversation in which it was asked for. */
  thread?: string;
}

/** A form as Slack opens it. */
export function formView(form: Form, { wish, thread }: Around = {}): View {
  const view = draw(form, thread);
  return wish ? { ...view, private_metadata: openedFromHome(view.private_metadata, wish) } : view;
}

function draw(form: Form, thread: string | undefined): View {
  switch (form.kind) {
    case 'review':
      return reviewForm(form, thread);
    case 'edit':
      return editForm(form);
    case 'reject':
      return rejectForm(form);
    case 'ask':
      return askForm(form);
    case 'details':
      return detailsForm(form);
    case 'settle':
      return settleForm(form);
  }
}
