import { visibleText } from '../domain/visible-text.ts';
import { LARGEST_FILE } from '../ports/jobs.ts';
import type { MessageJob } from '../ports/jobs.ts';
import type { Messenger } from '../ports/messenger.ts';
import { cut } from '../tools/fields.ts';

/** Longer messages are politely refused, in characters. */
export const LONGEST_MESSAGE = 12_000;

/** What is read of attached files, for one turn. */
const MOST_FILES = 3;
const MOST_READ = 12_000; // characters, of all together
const LONGEST_NAME = 100; // characters

type Written = Pick<MessageJob, 'text' | 'files' | 'readable'>;

/** By their addresses; what is not in it could not be read. */
export type Contents = ReadonlyMap<string, string>;

/** What stands in the attached text files of these messages. */
export async function readFiles(
  messenger: Pick<Messenger, 'readFile'>,
  messages: readonly Written[],
): Promise<Contents> {
  const files = messages.flatMap(({ readable = [] }) => readable).filter(({ size }) => size <= LARGEST_FILE);
  const texts = await Promise.all(
    files.slice(0, MOST_FILES).map(async ({ url }) => ({ url, text: await messenger.readFile(url) })),
  );
  const contents = new Map<string, string>();
  let room = MOST_READ; // what earlier files leave
  for (const { url, text } of texts) {
    if (text !== undefined && room > 0) contents.set(url, text.slice(0, room));
    room -= text?.length ?? 0;
  }
  return contents;
}

/** A message as the thread remembers it: cut, with what was read of its files and the names of the others. */
export function wordsOf({ text, files, readable = [] }: Written, contents: Contents): string {
  const read = readable.flatMap(({ name, url }) => {
    const content = contents.get(url);
    return content === undefined ? [] : [{ name, content }];
  });
  const unread = without(
    files,
    read.map(({ name }) => name),
  );
  return [
    text.slice(0, LONGEST_MESSAGE),
    ...read.map(({ name, content }) => `[attached file ${shown(name)}]\n${content}`),
    ...(unread.length > 0 ? [`[attached, not read: ${unread.map(shown).join(', ')}]`] : []),
  ].join('\n');
}

export const isTooLong = ({ text }: Written): boolean => text.length > LONGEST_MESSAGE;

/** There is something in it to answer. */
export const isReadable = (message: Written, contents: Contents): boolean =>
  !isTooLong(message) && (message.text !== '' || (message.readable ?? []).some(({ url }) => contents.has(url)));

const EMPTY = 'Hi! How can I help? Ask me about an order, a ticket or anything in our help centre.';

/** What the model is not asked about is answered here: too long, empty, or nothing but files that cannot be read. */
export function wordsInstead(messages: readonly Written[]): string {
  const long = messages.filter(isTooLong).map(({ text }) => tooLong(text.length));
  if (long.length > 0) return long.join('\n');
  const files = messages.flatMap((message) => message.files);
  return files.length === 0 ? EMPTY : cannotRead(files);
}

const figure = (count: number): string => count.toLocaleString('en-US');
const tooLong = (length: number): string =>
  `Too long (${figure(length)}; limit ${figure(LONGEST_MESSAGE)}). Please shorten or attach.`;
const cannotRead = (files: readonly string[]): string =>
  `Thanks. I can only read text files, so I can't open this (${files.map((name) => `\`${shown(name).replaceAll('`', '')}\``).join(', ')}). Could you tell me in words what you need?`;

/** Whoever attaches a file chooses its name. */
const shown = (name: string): string => cut(visibleText(name).replaceAll(/\s+/g, ' ').trim(), LONGEST_NAME) || 'a file';

/** Without as many of each name as there are in `taken`. */
function without(names: readonly string[], taken: readonly string[]): readonly string[] {
  const left = [...names];
  for (const name of taken) if (left.includes(name)) left.splice(left.indexOf(name), 1);
  return left;
}
