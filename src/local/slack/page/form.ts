import type { Field } from './blocks/context.ts';
import type { Fields } from './json.ts';
import type { FormValues } from './protocol.ts';

/** Slack's `state.values` of a view, as its fields stand now. */
export function readForm(fields: readonly Field[]): FormValues {
  const values: FormValues = {};
  for (const field of fields) values[field.blockId] = { ...values[field.blockId], [field.actionId]: field.read() };
  return values;
}

/** Shows each complaint at its field, goes to the first, and clears the others; says whether any could be shown. */
export function complain(fields: readonly Field[], errors: Record<string, string>): boolean {
  for (const field of fields) field.complain(errors[field.blockId] ?? '');
  const first = fields.find(({ blockId }) => errors[blockId] !== undefined);
  first?.focus();
  return first !== undefined;
}

/** What Slack's own client refuses to send: required fields left empty. */
export function missingIn(fields: readonly Field[]): Record<string, string> {
  const missing = fields.filter((field) => field.isRequired && isEmpty(field.read()));
  return Object.fromEntries(missing.map(({ blockId }) => [blockId, 'Please fill in this field']));
}

/** Everything but the type says nothing. */
const isEmpty = (state: Fields): boolean =>
  Object.entries(state).every(
    ([name, value]) => name === 'type' || value === null || (Array.isArray(value) && value.length === 0),
  );
