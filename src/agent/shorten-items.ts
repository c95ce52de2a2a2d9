import type { Item, Speaker } from '../domain/conversation.ts';
import { MINUTE } from '../domain/time.ts';
import { workedFor } from '../domain/worked-for.ts';
import { bindingIn, fitting, isWritten } from './binding.ts';
import type { Binding } from './binding.ts';
import { tokensOf } from './estimate-tokens.ts';
import { shareKey, sharesOf } from './shares.ts';
import { isGone, shortAnswer, shortNote, shortWords } from './shorten-text.ts';
import { headOf } from './summary-head.ts';

/** In tokens, as estimated. */
const LONGEST_SUMMARY = 1_000;

/** For an answer that was put off. */
const LONGEST_WAIT = 2 * MINUTE;

/**
 * What stands for these items from now on: who wrote, which records they were answered about, what binds us, and the newest of
 * what was said, in short. Nothing in it is visible to anybody who could not see it before.
 */
export function shortened(items: readonly Item[]): readonly Item[] {
  const older = withEdits(items);
  const shares = sharesOf(older);
  const binding = fitting(bindingIn(older, shares), LONGEST_SUMMARY - tokensOf(headOf(shares, [])));
  const fullHead = headOf(shares, binding);
  const tail = newest(exchangesIn(older), LONGEST_SUMMARY - tokensOf(fullHead));
  const known = stillKnown(older, fullHead, tail);
  return [...headOf(shares, binding, toldIn(known)), ...known.map(shortItem)];
}

/** Of what stands further on word by word, nothing is said twice. */
function toldIn(tail: readonly Item[]): (one: Binding) => boolean {
  const texts = new Map(tail.map((item) => [item, textOf(shortItem(item))]));
  return ({ from, text }) => texts.has(from) && (isWritten(from) || (texts.get(from) ?? '').includes(text));
}

const textOf = (item: Item): string => ('text' in item ? item.text : '');

/** What was said after outcomes stays as long as it is known for whom, as it was before. */
function stillKnown(older: readonly Item[], head: readonly Item[], tail: readonly Item[]): readonly Item[] {
  const people = workedFor(older);
  const before = new Map(older.map((item, index) => [item, people[index]]));
  const now = workedFor([...head, ...tail]).slice(head.length);
  return tail.filter((item, index) => item.kind !== 'assistant' || isSame(before.get(item), now[index]));
}

const isSame = (before: People = [], now: People = []): boolean =>
  before.length === now.length && before.every((one, index) => shareKey(one) === shareKey(now[index]));

type People = readonly (Speaker | undefined)[];

/** What somebody made of their message stands in its place; beside it as well while its answer may have been put off. */
function withEdits(items: readonly Item[]): readonly Item[] {
  const edits = new Map(items.flatMap((item) => (item.kind === 'edited' ? [[item.ts, item.text]] : [])));
  const written = new Set(items.flatMap((item) => (isWords(item) ? item.ts : [])));
  const end = items.at(-1)?.at ?? 0;
  return items
    .filter((item) => item.kind !== 'edited' || !written.has(item.ts) || item.at > end - LONGEST_WAIT)
    .map((item) => (isWords(item) ? { ...item, text: edits.get(item.ts) ?? item.text } : item));
}

type Words = Extract<Item, { kind: 'person' }>;

const isWords = (item: Item): item is Words => item.kind === 'person' && !isGone(item.text);

/** What one message led to. Without it nobody could tell for whom the rest was said, so they stay or go together. */
interface Exchange {
  words?: Words;
  rest: readonly Item[];
}

function exchangesIn(items: readonly Item[]): readonly Exchange[] {
  const starts = items.flatMap((item, index) => (item.kind === 'person' ? [index] : []));
  const before = items.slice(0, starts[0]);
  const exchanges = starts.map((start, index): Exchange => {
    const [words, ...rest] = items.slice(start, starts[index + 1]);
    return words && isWords(words) ? { words, rest } : { rest };
  });
  return [{ rest: before }, ...exchanges];
}

/** Those that fit, oldest first, still in full; of the first that does not, its outcomes. */
function newest(exchanges: readonly Exchange[], room: number): readonly Item[] {
  let kept: readonly Item[] = [];
  for (const exchange of exchanges.toReversed()) {
    const worth = worthKeeping(exchange);
    if (costOf([...worth, ...kept]) > room) return [...outcomesOf(worth, room - costOf(kept)), ...kept];
    kept = [...worth, ...kept];
  }
  return kept;
}

const costOf = (items: readonly Item[]): number => tokensOf(items.map(shortItem));

function worthKeeping({ words, rest }: Exchange): readonly Item[] {
  const said = rest.filter(({ kind }) => kind === 'note' || kind === 'edited' || (words && kind === 'assistant'));
  return words ? [words, ...said] : said;
}

/** Notes say themselves whom they are for. */
function outcomesOf(items: readonly Item[], room: number): readonly Item[] {
  const notes = items.filter(({ kind }) => kind === 'note');
  const first = notes.findIndex((_, index) => costOf(notes.slice(index)) <= room);
  return first === -1 ? [] : notes.slice(first);
}

function shortItem(item: Item): Item {
  switch (item.kind) {
    case 'person':
      return { ...item, text: shortWords(item.text) };
    case 'assistant':
      return { ...item, text: shortAnswer(item.text) };
    case 'note':
    case 'edited':
      return { ...item, text: shortNote(item.text) };
    case 'call':
    case 'result':
    case 'reasoning':
      return item;
  }
}
