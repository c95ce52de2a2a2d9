import { z } from 'zod';
import { visibleText } from '../domain/visible-text.ts';

/** A card shows this much of the model's reason. */
export const REASON_LENGTH = 200;
export const ADDRESS_LENGTH = 300;
export const NOTE_LENGTH = 1_000;

/** Whole words of a person or of the model: never empty, never longer than a card can show, with nothing that it cannot show. */
export const text = (longest: number) =>
  z
    .string()
    .overwrite((value) => spacedOnce(visibleText(value)))
    .trim()
    .refine((value) => value !== '', 'must not be empty')
    .refine((value) => value.length <= longest, `must be at most ${longest} characters`);

/** Slack shows several spaces as one. */
const spacedOnce = (value: string): string => value.replaceAll(/[^\S\n]+/g, ' ').replaceAll(/ ?\n ?/g, '\n');

export const oneLine = (longest: number) => text(longest).overwrite((value) => value.replaceAll(/\s+/g, ' '));

/** An id as the model wrote it; whether it names anything is found out by looking. */
export const id = () => text(200);

/** The order that an action is about. */
export const orderId = () =>
  id().describe('Order id such as ORD-12345, from the person or find_orders; never guess it.');

/** Empty text means null: weaker models write it so. */
export const textOrNull = () =>
  z
    .string()
    .trim()
    .nullable()
    .transform((value) => (value === '' ? null : value));

export const reason = () =>
  text(2_000)
    .overwrite((value) => cut(value, REASON_LENGTH))
    .describe('Why, in one short sentence a colleague can check. From what the person wrote; at most 200 characters.');

/** Why something is asked for that takes back what was done. */
export const takingBack = (done: string): string => cut(`Takes back: ${done}`, REASON_LENGTH);

/** Never cuts a character in half. */
export function cut(value: string, longest: number): string {
  const characters = Array.from(value);
  return characters.length <= longest ? value : `${characters.slice(0, longest - 1).join('')}…`;
}
