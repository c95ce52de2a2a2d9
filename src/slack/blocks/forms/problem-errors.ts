import type { Entry, Problem } from '../../../ports/desk.ts';
import { plainWords } from '../slack-tokens.ts';
import type { FieldId } from './form-kit.ts';

/** Longest complaint under a field. */
const COMPLAINT = 500;

/** What somebody typed into a form; approving has no fields. */
export type TypedEntry = Exclude<Entry, { kind: 'approve' }>;

/**
 * What Slack shows beside the fields of a form that was sent in, by block id. `refused`: the sentence for a refusal, in
 * markup. What is no field's fault stands under the first one.
 */
export function problemErrors(entry: TypedEntry, problem: Problem, refused: string): Partial<Record<FieldId, string>> {
  const fields = fieldsOf(entry);
  const message = problem.kind === 'field' ? sentence(problem.message) : plainWords(refused);
  const own = fields.find((field) => problem.kind === 'field' && field === problem.field);
  return { [own ?? fields[0]]: message.slice(0, COMPLAINT).toWellFormed() };
}

/** `amount: must be more than zero` → `Must be more than zero.`: it stands beside the field. */
const sentence = (message: string): string => message.replace(/^[a-z_]{1,30}: must (.*[^.])$/, 'Must $1.');

type Fields = readonly [FieldId, ...FieldId[]];

/** The first one always stands on its form, so that a complaint is never lost. */
function fieldsOf(entry: TypedEntry): Fields {
  switch (entry.kind) {
    case 'edit':
      return entry.amount === undefined ? ['note'] : ['amount', 'note'];
    case 'reject':
      return ['reason', 'note', 'said'];
    case 'ask':
      return ['question'];
    case 'settle':
      return entry.verdict === 'done'
        ? ['note', 'reference', ...(entry.amount === undefined ? [] : ['amount' as const])]
        : ['note'];
  }
}
