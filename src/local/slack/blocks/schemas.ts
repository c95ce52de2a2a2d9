import { z } from 'zod';
import { accessoryElement, actionsElement, button, contextAction, contextElement, inputElement } from './elements.ts';
import { anyText, list, plainText, text } from './texts.ts';

/** Limits of https://docs.slack.dev/reference/block-kit/blocks */
const block = <Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) =>
  z.looseObject({ type: z.literal(type), block_id: text(255).optional(), ...shape });

const section = block('section', {
  text: anyText(3_000).optional(),
  fields: list(anyText(2_000), 1, 10).optional(),
  accessory: accessoryElement.optional(),
}).refine((one) => one['text'] !== undefined || one['fields'] !== undefined, 'missing required field: text or fields');

const everywhere = [
  section,
  block('header', { text: plainText(150) }),
  block('divider', {}),
  block('context', { elements: list(contextElement, 1, 10) }),
  block('actions', { elements: list(actionsElement, 1, 25) }),
  block('image', { alt_text: text(2_000), title: plainText(2_000).optional() }),
  block('input', {
    label: plainText(2_000),
    hint: plainText(2_000).optional(),
    element: inputElement,
  }),
  block('rich_text', { elements: z.array(z.looseObject({ type: z.string() })) }),
  block('video', { title: plainText(200) }),
] as const;

const card = block('card', {
  title: anyText(150).optional(),
  subtitle: anyText(150).optional(),
  body: anyText(200).optional(),
  actions: list(button, 1, 5).optional(),
}).refine(
  (one) => ['hero_image', 'title', 'actions', 'body'].some((name) => one[name] !== undefined),
  'needs one of hero_image, title, actions, body',
);

const messageOnly = [
  block('markdown', { text: text(12_000) }),
  block('context_actions', { elements: list(contextAction, 1, 5) }),
  block('table', { rows: list(z.array(z.looseObject({})).max(20, 'no more than 20 items allowed'), 1, 100) }),
  block('data_table', {}),
  block('task_card', {}),
  block('plan', {}),
  block('container', {}),
  block('carousel', { elements: list(z.looseObject({}), 1, 10) }),
  card,
] as const;

const unsupported = 'unsupported type';

/** A block's own limits, by the surface it stands on. */
export const SURFACES = {
  message: z.array(z.discriminatedUnion('type', [...everywhere, ...messageOnly], unsupported)),
  modal: z.array(z.discriminatedUnion('type', [...everywhere, block('alert', { text: anyText(200) })], unsupported)),
  home: z.array(z.discriminatedUnion('type', [...everywhere, card, block('container', {})], unsupported)),
} as const;

export type Surface = keyof typeof SURFACES;
