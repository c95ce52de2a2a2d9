import type { Approval } from '../../../domain/approval.ts';
import { NOTE_LENGTH } from '../../../ports/desk.ts';
import type { FieldName } from '../../../ports/desk.ts';
import { plainText } from '../block-kit.ts';
import type { Block, PlainText } from '../block-kit.ts';
import { decisionValue } from '../decision-buttons.ts';
import { INPUT_TEXT, VIEW_TITLE } from '../limits.ts';
import { cutText, plain } from '../text.ts';

interface Option {
  text: PlainText;
  value: string;
}
type InputElement =
  | { type: 'plain_text_input'; action_id: string; multiline: boolean; max_length: number; initial_value?: string }
  | { type: 'static_select'; action_id: string; options: readonly Option[]; initial_option?: Option }
  | { type: 'checkboxes'; action_id: string; options: readonly Option[] };
interface InputBlock {
  type: 'input';
  block_id: FieldId;
  label: PlainText;
  hint?: PlainText;
  optional: boolean;
  element: InputElement;
}
/** Text as it is, character by character and in one width. */
interface Preformatted {
  type: 'rich_text';
  elements: { type: 'rich_text_preformatted'; elements: { type: 'text'; text: string }[] }[];
}
export type FormBlock = Block | InputBlock | Preformatted;

/** What `views.open` takes. https://docs.slack.dev/reference/views/modal-views */
export interface View {
  type: 'modal';
  callback_id: string;
  private_metadata: string;
  title: PlainText;
  close: PlainText;
  submit?: PlainText;
  blocks: readonly FormBlock[];
}

/** A field's block id is its name; its one element has this action id. */
export type FieldId = Exclude<FieldName, 'form'> | 'takes-over' | IntakeField;
/** Of the form by which something is left with the team. */
export type IntakeField = 'subject' | 'details' | 'priority' | 'wants-person';
export const ENTRY = 'entry';

interface Frame {
  id: string;
  title: string;
  /** Absent: it is only read. */
  submit?: string;
  /** What closes it; absent: what is usual. */
  close?: string;
  /** Absent: the approval's own. */
  version?: number;
}

/** About this approval as it stands now: its version is what the form was opened on. */
export function view(
  { id, title, submit, close, version }: Frame,
  approval: Approval,
  blocks: readonly FormBlock[],
): View {
  return {
    type: 'modal',
    callback_id: id,
    private_metadata: decisionValue({ approval: approval.id, version: version ?? approval.version }),
    title: plainText(plain(title, VIEW_TITLE)),
    close: plainText(close ?? (submit === undefined ? 'Close' : 'Cancel')),
    ...(submit === undefined ? {} : { submit: plainText(plain(submit, VIEW_TITLE)) }),
    blocks,
  };
}

interface Field {
  label: string;
  hint?: string;
  /** Slack says so itself, behind the label. */
  optional?: true;
}

export function input(field: FieldId, { label, hint, optional }: Field, element: InputElement): FormBlock {
  return {
    type: 'input',
    block_id: field,
    label: plainText(label),
    ...(hint === undefined ? {} : { hint: plainText(hint) }),
    optional: optional ?? false,
    element,
  };
}

/** One line of text, of so many characters at most. */
export const oneLine = (initial?: string, longest?: number): InputElement =>
  textElement(initial, { multiline: false, longest });
/** Text of several lines. */
export const lines = (initial?: string, longest?: number): InputElement =>
  textElement(initial, { multiline: true, longest });

function textElement(
  initial: string | undefined,
  { multiline, longest = NOTE_LENGTH }: { multiline: boolean; longest: number | undefined },
): InputElement {
  const start = cutText((initial ?? '').toWellFormed(), INPUT_TEXT);
  return {
    type: 'plain_text_input',
    action_id: ENTRY,
    multiline,
    max_length: Math.max(longest, start.length),
    ...(start === '' ? {} : { initial_value: start }),
  };
}

/** `[value, what people read]` */
type Choice = readonly [string, string];
/** `initial`: chosen unless somebody chooses another. */
export const select = (choices: readonly Choice[], initial?: Choice): InputElement => ({
  type: 'static_select',
  action_id: ENTRY,
  options: choices.map(option),
  ...(initial === undefined ? {} : { initial_option: option(initial) }),
});
export const checkbox = (choice: Choice): InputElement => ({
  type: 'checkboxes',
  action_id: ENTRY,
  options: [option(choice)],
});

const option = ([value, text]: Choice): Option => ({ text: plainText(text), value });

export const preformatted = (text: string): FormBlock => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});

/** Whom a form's message is for. */
export const asker = ({ requester }: Approval): string =>
  requester.role === 'customer' ? 'the customer' : 'the requester';
