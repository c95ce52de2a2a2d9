import { z } from 'zod';
import { REJECT_REASONS } from '../../../domain/approval.ts';
import type { Entry, Submission } from '../../../ports/desk.ts';
import type { HomeWish } from '../../../ports/home.ts';
import { ASK_FORM } from './ask-form.ts';
import { EDIT_FORM } from './edit-form.ts';
import { ENTRY } from './form-kit.ts';
import type { FieldId } from './form-kit.ts';
import { parseFormValue } from './form-value.ts';
import { REJECT_FORM, TAKES_OVER } from './reject-form.ts';
import { REVIEW_FORM } from './review-form.ts';
import { SETTLE_DONE_FORM, SETTLE_NOT_DONE_FORM } from './settle-form.ts';

const Held = z.object({
  value: z.string().max(10_000).nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).nullish(),
});
type Held = z.infer<typeof Held>;
const SentView = z.object({
  callback_id: z.string(),
  private_metadata: z.string(),
  state: z.object({ values: z.record(z.string(), z.record(z.string(), Held)) }),
});
const Reason = z.enum(REJECT_REASONS);

/** What a form holds when it comes back. `wish`: it was opened from Home, which shows that. */
export type Sent = Pick<Submission, 'approval' | 'version' | 'entry'> & { wish?: HomeWish };

/** The `view` of a `view_submission`; undefined for anything that no form of ours holds. */
export function parseSubmission(view: unknown): Sent | undefined {
  const sent = SentView.safeParse(view);
  if (!sent.success) return undefined;
  const { callback_id, private_metadata, state } = sent.data;
  const opened = parseFormValue(private_metadata);
  const entry = toEntry(callback_id, (field) => state.values[field]?.[ENTRY]);
  return opened && entry && { ...opened, entry };
}

type Fields = (field: FieldId) => Held | undefined;

function toEntry(form: string, fields: Fields): Entry | undefined {
  const text = (field: FieldId): string => fields(field)?.value ?? '';
  switch (form) {
    case REVIEW_FORM:
      return { kind: 'approve' };
    case EDIT_FORM:
      return { kind: 'edit', note: text('note'), ...(fields('amount') ? { amount: text('amount') } : {}) };
    case REJECT_FORM:
      return rejection(fields, { note: text('note'), said: text('said') });
    case ASK_FORM:
      return { kind: 'ask', question: text('question') };
    case SETTLE_DONE_FORM:
      return {
        kind: 'settle',
        verdict: 'done',
        note: text('note'),
        reference: text('reference'),
        ...(fields('amount') ? { amount: text('amount') } : {}),
      };
    case SETTLE_NOT_DONE_FORM:
      return { kind: 'settle', verdict: 'not-done', note: text('note'), reference: '' };
    default:
      return undefined;
  }
}

function rejection(fields: Fields, words: { note: string; said: string }): Entry {
  const reason = Reason.safeParse(fields('reason')?.selected_option?.value);
  const chosen = fields('takes-over')?.selected_options ?? [];
  const takesOver = chosen.some(({ value }) => value === TAKES_OVER);
  return { kind: 'reject', takesOver, ...words, ...(reason.success ? { reason: reason.data } : {}) };
}
