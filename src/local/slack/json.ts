import { z } from 'zod';

/** A JSON object nobody has looked into yet. */
export const Fields = z.record(z.string(), z.unknown());
export type Fields = z.infer<typeof Fields>;

/** Undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined when the text is not a JSON object. */
export const parseFields = (text: string): Fields | undefined => Fields.safeParse(parseJson(text)).data;

/** The fields that are not undefined: what JSON would keep. */
export const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
