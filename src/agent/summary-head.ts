import type { Item } from '../domain/conversation.ts';
import { isOutsider } from '../domain/scope.ts';
import type { Binding } from './binding.ts';
import { printRecords } from './earlier-records.ts';
import type { Share, Shares } from './shares.ts';
import { WORDS_GONE, withIds } from './shorten-text.ts';

/** How many people are remembered who only read along. */
const MOST_READERS = 12;

/**
 * Who wrote in the thread, so that nobody who reads it is forgotten; behind each of them what was read for them and what binds
 * us, for nobody else to see. `isTold`: it stands further on, too.
 */
export function headOf(
  shares: Shares,
  binding: readonly Binding[],
  isTold: (one: Binding) => boolean = () => false,
): readonly Item[] {
  const owners = new Set(binding.map(({ share }) => share));
  const all = [...shares];
  const answered = all.flatMap(([key, share]) => (share.call !== undefined || owners.has(key) ? [share] : []));
  const latest = new Map(all.flatMap(([, share]) => (share.words ? [[share.words.by.user, share]] : [])));
  // Whoever was answered in an earlier scope is known as they are now, too.
  const again = answered.flatMap(({ words }) => (words && latest.get(words.by.user)) ?? []);
  const readers = [...latest.values()].filter(isReader).slice(-MOST_READERS);
  const kept = new Set([...answered, ...again, ...readers]);
  const untold = binding.filter((one) => !isTold(one));
  const heads = all.filter(([, share]) => kept.has(share));
  // Notes come first: behind them nobody would know for whom the rest was said.
  return [...notesOf(untold), ...heads.flatMap(([key, share]) => printed(share, ofShare(untold, key)))];
}

const isReader = ({ words }: Share): boolean => words !== undefined && isOutsider(words.by);

const ofShare = (binding: readonly Binding[], key: string): readonly Binding[] =>
  binding.filter(({ share }) => share === key);

function notesOf(binding: readonly Binding[]): readonly Item[] {
  const noted = binding.filter(({ from }) => from.kind === 'note');
  return [...Map.groupBy(noted, ({ share }) => share).values()].flatMap((ids) => {
    const from = ids.at(-1)?.from;
    return from ? [{ ...from, text: `Told earlier in this thread: ${listed(ids)}.` }] : [];
  });
}

const listed = (ids: readonly Binding[]): string => ids.map(({ text }) => text).join(', ');

function printed({ words, call, ...records }: Share, binding: readonly Binding[]): readonly Item[] {
  const isEmpty = records.named.length + records.hosts.length === 0;
  return [
    ...(words ? written(words, binding) : []),
    ...(call && !isEmpty ? printRecords(call, records) : []),
    ...said(binding),
  ];
}

/** Each message with its own ids, so that they go when it is deleted. */
function written(words: NonNullable<Share['words']>, binding: readonly Binding[]): readonly Item[] {
  const messages = [...Map.groupBy(binding, ({ from }) => ('ts' in from ? from.ts : undefined))];
  const kept = messages.flatMap(([ts, ids]): Item[] => {
    const texts = ids.map(({ text }) => text);
    return ts === undefined
      ? []
      : [{ ...words, ts, text: withIds(WORDS_GONE, texts), at: ids[0]?.from.at ?? words.at }];
  });
  return kept.length > 0 ? kept : [words];
}

/** In our own words. */
function said(binding: readonly Binding[]): readonly Item[] {
  const ours = binding.filter(({ from }) => from.kind === 'assistant');
  const promises = ours.flatMap(({ kind, text }) => (kind === 'promise' ? [text] : []));
  const ids = ours.filter(({ kind, text }) => kind === 'id' && !promises.some((promise) => promise.includes(text)));
  const at = ours.at(-1)?.from.at;
  const lines = [...promises, ...(ids.length > 0 ? [`Named before: ${listed(ids)}.`] : [])];
  return at === undefined || lines.length === 0 ? [] : [{ kind: 'assistant', text: lines.join('\n'), at }];
}
