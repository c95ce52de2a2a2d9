import type { IncomingMessage } from 'node:http';
import { readText } from '../http.ts';
import { type Fields, parseFields, parseJson } from '../json.ts';

/** Form fields that hold JSON. */
const NESTED = new Set([
  'attachments',
  'blocks',
  'chunks',
  'commands',
  'loading_messages',
  'metadata',
  'prompts',
  'view',
]);

export interface Arguments {
  /** Without the token. */
  args: Fields;
  token: string | undefined;
}

/** A form or JSON, and the token from the header or among the arguments. */
export async function readArguments(request: IncomingMessage): Promise<Arguments> {
  const text = await readText(request);
  const isJson = request.headers['content-type']?.startsWith('application/json') ?? false;
  const { token, ...args } = isJson ? (parseFields(text) ?? {}) : formFields(text);
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return { args, token: bearer ?? (typeof token === 'string' ? token : undefined) };
}

const formFields = (text: string): Fields =>
  Object.fromEntries(
    [...new URLSearchParams(text)].map(([name, value]) => [
      name,
      NESTED.has(name) ? (parseJson(value) ?? value) : value,
    ]),
  );
