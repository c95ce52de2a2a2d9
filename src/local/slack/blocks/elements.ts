import { z } from 'zod';
import { anyText, list, plainText, text } from './texts.ts';

/** Limits of https://docs.slack.dev/reference/block-kit/block-elements */
const actionId = text(255).optional();
const placeholder = plainText(150).optional();

const confirm = z
  .looseObject({ title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) })
  .optional();

const option = z.looseObject({ text: anyText(75), value: text(75), description: anyText(75).optional() });
const optionGroup = z.looseObject({ label: plainText(75), options: list(option, 1, 100) });

const element = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.looseObject({ type: z.literal(type), action_id: actionId, confirm, ...shape });

const menu = <Type extends string>(type: Type) =>
  element(type, {
    placeholder,
    options: list(option, 1, 100).optional(),
    option_groups: list(optionGroup, 1, 100).optional(),
  }).refine(
    (one) => (one['options'] === undefined) !== (one['option_groups'] === undefined),
    'exactly one of options and option_groups is required',
  );

export const button = element('button', {
  text: plainText(75),
  value: text(2_000).optional(),
  url: z.string().max(3_000, 'must be less than 3001 characters').optional(),
  style: z.enum(['primary', 'danger'], 'must be a valid enum value').optional(),
  accessibility_label: text(75).optional(),
});

const choices = [
  menu('static_select'),
  menu('multi_static_select'),
  element('external_select', { placeholder }),
  element('users_select', { placeholder }),
  element('multi_users_select', { placeholder }),
  element('conversations_select', { placeholder }),
  element('channels_select', { placeholder }),
  element('datepicker', { placeholder }),
  element('timepicker', { placeholder }),
  element('radio_buttons', { options: list(option, 1, 10) }),
  element('checkboxes', { options: list(option, 1, 10) }),
] as const;

const overflow = element('overflow', { options: list(option, 1, 5) });
const image = z.looseObject({ type: z.literal('image'), alt_text: text(2_000) });

const inputs = [
  element('plain_text_input', { placeholder, initial_value: z.string().max(3_000).optional() }),
  element('number_input', { placeholder, is_decimal_allowed: z.boolean('is required') }),
  element('email_text_input', { placeholder }),
  element('url_text_input', { placeholder }),
  element('rich_text_input', { placeholder }),
] as const;

const unsupported = 'unsupported type';

export const actionsElement = z.discriminatedUnion('type', [button, ...choices, overflow], unsupported);
export const accessoryElement = z.discriminatedUnion('type', [button, ...choices, overflow, image], unsupported);
export const inputElement = z.discriminatedUnion('type', [...choices, ...inputs], unsupported);
export const contextElement = z.discriminatedUnion('type', [image, anyText(2_000)], unsupported);
export const contextAction = z.discriminatedUnion(
  'type',
  [
    element('feedback_buttons', { positive_button: z.looseObject({}), negative_button: z.looseObject({}) }),
    element('icon_button', { text: plainText(75) }),
  ],
  unsupported,
);
