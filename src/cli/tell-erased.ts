import type { CopyErased } from '../adapters/sql/erase-copies.ts';
import type { ErasedEverywhere } from '../adapters/sql/erase-everywhere.ts';
import type { CustomerId } from '../domain/ids.ts';
import { EXIT } from './terminal.ts';
import type { Exit } from './terminal.ts';
import { counted, listed, moment } from './words.ts';

interface Told {
  exit: Exit;
  done: readonly string[];
  /** What keeps it from being everything, and what to do; to be said first. */
  left: readonly string[];
}

export function tellErased(customer: CustomerId, folder: string, erased: ErasedEverywhere): Told {
  const { live, copies } = erased;
  const isFound = live.conversations + live.requests + live.kept.length > 0 || copies.some(isHeld);
  const left = leftWords(erased);
  if (!isFound && !live.isKnown) {
    const nothing = `Nothing is held of ${customer} here. Give a customer id such as cust_123.`;
    return { exit: EXIT.wrong, done: [], left: [nothing, ...left] };
  }
  const done =
    isFound || live.before === undefined
      ? doneWords(customer, folder, erased)
      : [`${customer} was erased on ${moment(live.before)}. Nothing was written about them here since.`];
  if (left.length === 0) return { exit: EXIT.well, done, left };
  return { exit: EXIT.wrong, done, left: [`Not everything of ${customer} could be erased.`, ...left] };
}

const isHeld = ({ kind }: CopyErased): boolean => kind === 'cleaned' || kind === 'deleted';

function doneWords(customer: CustomerId, folder: string, { live, copies }: ErasedEverywhere): readonly string[] {
  const { conversations, shared, requests } = live;
  const others = shared === 0 ? '' : `, ${shared} of them about other customers as well`;
  const same = copies.filter(({ kind }) => kind === 'cleaned' || kind === 'untouched');
  return [
    `Erased what ${folder} held of ${customer}: ${counted(conversations, 'conversation')}${others}, and the texts of ${counted(requests, 'request')}.`,
    'Ids, sums, decisions and the audit stay.',
    ...(same.length === 0 ? [] : [`${counted(same.length, 'copy', 'copies')} of the database: the same.`]),
    ...copies.flatMap(copyWords),
    ...(copies.some(({ kind }) => kind === 'deleted') ? ['Make a new backup: npm run backup.'] : []),
    'What stands in Slack, in your own systems and in copies kept elsewhere is not erased by this.',
  ];
}

/** Where more was done to a copy than to take texts out. */
function copyWords(copy: CopyErased): readonly string[] {
  switch (copy.kind) {
    case 'cleaned':
      return copy.ended.length === 0
        ? []
        : [
            `In ${copy.path} ${were(copy.ended)} still open, and ended there: nothing of it is carried out after a restore.`,
          ];
    case 'deleted':
      return [
        `Deleted ${copy.path}: in it ${were(copy.unclear)} being carried out, and how that ended is not known. With it went the state of ${moment(copy.until)}, ${counted(copy.requests, 'request')} of all customers.`,
      ];
    case 'untouched':
    case 'unreadable':
      return [];
  }
}

const were = (ids: readonly string[]): string => `${listed(ids)} ${ids.length === 1 ? 'was' : 'were'}`;

function leftWords({ live, copies, isClean }: ErasedEverywhere): readonly string[] {
  const waiting = copies.flatMap((copy) => (copy.kind === 'cleaned' ? copy.waiting : []));
  const open = new Set([...live.kept.flatMap((kept) => kept.open), ...waiting]);
  const busy = live.kept.filter((kept) => kept.open.length === 0);
  const unreadable = copies.filter(({ kind }) => kind === 'unreadable');
  return [
    ...[...open].map((id) => `${id} is still open: decide or withdraw it, then run this again.`),
    ...copies.flatMap(waitingWords),
    ...busy.map(
      ({ conversation }) =>
        `In ${conversation} something is still to be answered or said: run this again when the bot has done so.`,
    ),
    ...unreadable.map(({ path }) => `${path} cannot be read, so nobody knows what it holds: delete it yourself.`),
    ...(isClean
      ? []
      : [
          'Another program still reads the database, so its log holds what was erased: run this again when it has ended.',
        ]),
  ];
}

const waitingWords = (copy: CopyErased): readonly string[] =>
  copy.kind === 'cleaned' && copy.waiting.length > 0
    ? [`${copy.path} keeps the conversation of ${listed(copy.waiting)} until then.`]
    : [];
