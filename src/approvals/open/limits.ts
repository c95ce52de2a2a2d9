import { isUndecided } from '../../domain/approval.ts';
import type { Approval } from '../../domain/approval.ts';
import { MOST_ROWS } from '../../domain/bundle.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { Refusal } from '../../domain/result.ts';
import { DAY } from '../../domain/time.ts';
import type { Store } from '../../ports/store.ts';

/** Cards and confirmations that wait in one thread. */
const MOST_CARDS = 3;
/** Requests that customers may make for one customer's records within 24 hours. */
const MOST_A_DAY = 10;
/** Of a customer's requests, with every edition of them. */
const LOOK_BACK = 50;

interface Opening {
  approval: Approval;
  /** Of the same thread, as saved, without what this turn takes back. */
  inThread: readonly Approval[];
  /** Earlier in this turn. */
  opened: readonly Approval[];
  /** It takes the place of an earlier request of the same person. */
  isReplacing: boolean;
}

/** Why one more would be too many; undefined when it is not. A card holds so many rows and no more, even where requests are replaced. */
export async function tooMany(store: Store, opening: Opening): Promise<Refusal | undefined> {
  if (isCardFull(opening)) return refusal(`One message may ask colleagues for at most ${MOST_ROWS} things`);
  if (opening.isReplacing) return undefined;
  if (isThreadFull(opening)) return refusal(`${MOST_CARDS} requests are already waiting in this thread`);
  if (await isDayFull(store, opening))
    return refusal(`There were ${MOST_A_DAY} requests for this customer within 24 hours`);
  return undefined;
}

const refusal = (why: string): Refusal => ({
  code: 'TOO_MANY_REQUESTS',
  message: `${why}, so this was not asked for. Tell the person once what was not asked for, and do not call again now.`,
});

const isCardFull = ({ approval, opened }: Opening): boolean =>
  approval.status === 'pending' && opened.filter(({ status }) => status === 'pending').length >= MOST_ROWS;

function isThreadFull({ approval, inThread, opened }: Opening): boolean {
  const before = cardsIn(inThread, opened);
  const after = cardsIn(inThread, [...opened, approval]);
  return after > before && after > MOST_CARDS;
}

/** What people must decide of one turn becomes one card. */
function cardsIn(saved: readonly Approval[], opened: readonly Approval[]): number {
  const prepared = opened.filter(({ status }) => status === 'prepared');
  const hasCard = opened.some(({ status }) => status === 'pending');
  return new Set(saved.filter(isUndecided).map(cardOf)).size + prepared.length + (hasCard ? 1 : 0);
}

/** What colleagues made of it, and what took its place, is not one more. */
const isFirstEdition = ({ edition }: Approval): boolean => edition === 1;

async function isDayFull(store: Store, { approval, opened }: Opening): Promise<boolean> {
  const { requester, proposal, openedAt } = approval;
  if (requester.role !== 'customer') return false;
  const inTurn = opened.filter((other) => other.proposal.customer === proposal.customer).length;
  const saved = await store.approvalsFor(proposal.customer, LOOK_BACK);
  const theirs = saved.filter((other) => other.openedAt >= openedAt - DAY && other.requester.role === 'customer');
  return inTurn + theirs.filter(isFirstEdition).length >= MOST_A_DAY;
}
