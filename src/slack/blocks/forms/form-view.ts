import type { Form } from '../../../ports/desk.ts';
import { askForm } from './ask-form.ts';
import { detailsForm } from './details-form.ts';
import { editForm } from './edit-form.ts';
import type { View } from './form-kit.ts';
import { rejectForm } from './reject-form.ts';
import { settleForm } from './settle-form.ts';

/** A form as Slack opens it. */
export function formView(form: Form): View {
  switch (form.kind) {
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
