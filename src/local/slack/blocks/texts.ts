import { z } from 'zod';

/** Slack counts characters after it has escaped `&`, `<` and `>`. In mrkdwn the angle brackets are markup and stay. */
const escapedAmpersands = (text: string): string => text.replace(/&(?!amp;|lt;|gt;)/g, '&amp;');
const escaped = (text: string): string => escapedAmpersands(text).replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const bounded = (most: number, measure: (text: string) => string) =>
  z
    .string()
    .min(1, 'must be more than 0 characters')
    .refine((text) => measure(text).length <= most, `must be less than ${most + 1} characters`);

/** At least one character and at most `most`, as Slack counts them. */
export const text = (most: number) => bounded(most, escaped);

export const plainText = (most: number) => z.looseObject({ type: z.literal('plain_text'), text: text(most) });

const mrkdwn = (most: number) => z.looseObject({ type: z.literal('mrkdwn'), text: bounded(most, escapedAmpersands) });

export const anyText = (most: number) => z.discriminatedUnion('type', [plainText(most), mrkdwn(most)]);

/** `least` to `most` items. */
export const list = <Item extends z.ZodType>(item: Item, least: number, most: number) =>
  z.array(item).min(least, `must contain at least ${least} items`).max(most, `no more than ${most} items allowed`);
