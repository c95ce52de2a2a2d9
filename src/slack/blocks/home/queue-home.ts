import type { ApprovalId } from '../../../domain/ids.ts';
import { formatMoney } from '../../../domain/money.ts';
import type { Money } from '../../../domain/money.ts';
import { DAY } from '../../../domain/time.ts';
import type { Instant } from '../../../domain/time.ts';
import type { Home } from '../../../ports/home.ts';
import type { Attention, Handled, QueueFilter } from '../../../ports/queue.ts';
import type { ThreadLink } from '../../explain.ts';
import { context, header, section } from '../block-kit.ts';
import { clock } from '../slack-tokens.ts';
import { decidedBlocks } from './decided-blocks.ts';
import { holdBanner } from './hold-banner.ts';
import { divider } from './home-kit.ts';
import type { HomeBlock } from './home-kit.ts';
import { paging, queueControls } from './queue-controls.ts';
import { reviewRow, waitingRow } from './request-row.ts';
import { spanWords } from './span.ts';

type Queue = Extract<Home, { kind: 'queue' }>;

/** What the ledger does not know: what is asked for and not done yet, and where people read. */
export interface Beside {
  /** Undo was pressed for these. */
  undoing?: readonly ApprovalId[];
  /** Absent: nothing is linked. */
  threadLink?: ThreadLink;
}

/** Of each list, so that all of them together fit: Home takes 100 blocks. */
const MOST = { items: 50, others: 5 };

/** What an agent or a lead may decide now, what waits for others, and what became of the rest. */
export const queueBlocks = (home: Queue, { undoing, threadLink }: Beside): readonly HomeBlock[] => [
  header('Support queue'),
  context(limits(home)),
  context(counts(home)),
  ...holdBanner(home.holds),
  ...queueControls(home.wish),
  divider,
  ...needsYou(home, threadLink),
  ...othersBlocks(home, threadLink),
  ...attentionBlocks(home.attention, dayWords(home)),
  ...decidedBlocks(home, undoing),
];

const limits = ({ alone, role, at }: Queue): string =>
  [
    `My limits: ${alone ? refundsUpTo(alone) : `what the policy gives ${role === 'lead' ? 'a lead' : 'an agent'}`}`,
    `as of ${clock(at)}`,
  ].join(' · ');

const refundsUpTo = (alone: Money): string =>
  alone.minor > 0 ? `refunds ≤ ${formatMoney(alone)}` : 'refunds with a colleague only';

/** What is counted since then is said so. */
export const dayWords = ({ since, at }: { since: Instant; at: Instant }): string =>
  at - since < DAY ? 'today' : 'in the last 24 hours';

const ABOUT: Record<QueueFilter, string> = {
  all: '',
  money: ' about money',
  orders: ' about orders',
  tickets: ' about tickets',
};

const counts = ({ page, wish, others, handled, ...home }: Queue): string =>
  [
    `${page.total}${ABOUT[wish.filter]} ${page.total === 1 ? 'needs' : 'need'} you`,
    `${others.total} waiting on others`,
    ...(handled.median === undefined ? [] : [`median decision ${spanWords(handled.median)} ${dayWords(home)}`]),
  ].join(' · ');

function needsYou(home: Queue, threadLink?: ThreadLink): readonly HomeBlock[] {
  if (home.page.items.length === 0) return [section(nothing(home))];
  return [
    section('*Needs you*'),
    ...home.page.items
      .slice(0, MOST.items)
      .map((item) => reviewRow(item, { at: home.at, link: threadLink?.(item.conversation) })),
    ...paging(home),
    context('“…” are the assistant’s words, unverified. Review reads the facts anew.'),
  ];
}

const nothing = ({ wish, handled, ...home }: Queue): string =>
  wish.filter === 'all'
    ? `Nothing needs you. ${handledWords(handled, dayWords(home))}`
    : `Nothing${ABOUT[wish.filter]} needs you. Choose “All” to see the rest.`;

/** `14 handled today, 2 of them by you.` */
const handledWords = ({ total, own }: Handled, day: string): string =>
  total === 0 ? `Nothing was decided ${day}.` : `${total} handled ${day}, ${own} of them by you.`;

function othersBlocks({ others, at }: Queue, threadLink?: ThreadLink): readonly HomeBlock[] {
  const shown = others.items.slice(0, MOST.others);
  if (shown.length === 0) return [];
  const rest = others.total - shown.length;
  return [
    divider,
    section('*Waiting on others*'),
    ...shown.map((item) => waitingRow(item, { at, link: threadLink?.(item.conversation) })),
    ...(rest > 0 ? [context(`and ${rest} more`)] : []),
  ];
}

export function attentionBlocks({ unknown, forPerson, failed }: Attention, day: string): readonly HomeBlock[] {
  const lines = [
    ...(unknown > 0 ? [`${count(unknown, 'outcome')} not yet known, checking`] : []),
    ...(forPerson > 0 ? [`*${count(forPerson, 'outcome')} must be found out by a person*: see the cards`] : []),
    ...(failed > 0 ? [`${failed} failed ${day}`] : []),
  ];
  return lines.length === 0 ? [] : [divider, section(`*Attention* · ${lines.join(' · ')}`)];
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
