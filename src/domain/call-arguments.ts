import { jsonIn } from './json.ts';

/** No tool needs more, in characters. */
export const LONGEST_ARGUMENTS = 8_000;

/** What is kept of the model's own text and sent back to it: strict servers refuse a conversation whose calls hold anything but an object. */
export const objectOrNone = (text: string): string =>
  text.length <= LONGEST_ARGUMENTS && isObject(jsonIn(text)) ? text : '{}';

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
