import type { Luck } from './luck.ts';

/** What colleagues do with the card. `leave`: they wait for the requester to take it back. */
type Behaviour =
  | 'approve'
  | 'approve-twice'
  | 'two-at-once'
  | 'approve-against-reject'
  | 'reject'
  | 'edit'
  | 'drop-one'
  | 'leave';

type Wish =
  | { kind: 'refund'; order: string; minor: number }
  | { kind: 'cancel'; order: string }
  | { kind: 'address'; order: string; address: string }
  | { kind: 'ticket'; ticket: string };

/** What one person writes, about records that nobody else ever asks for: whatever happens to them a second time is seen. */
export interface Question {
  number: number;
  /** Which of the customers. */
  customer: number;
  /** A colleague asks for them: only colleagues may change tickets. */
  isByStaff: boolean;
  isDirect: boolean;
  text: string;
  /** What must become of it if colleagues approve; empty where nothing is asked for. */
  wishes: readonly Wish[];
  /** Opened without anybody's click. */
  opensTicket?: string;
  behaviour: Behaviour;
  /** Milliseconds that colleagues look at the card, and a customer at an answer. */
  hesitation: number;
}

/** Some customers ask several questions; each has its own, fewer than a day's limit. */
const QUESTIONS_A_CUSTOMER = 3;

export function questionOf(number: number, luck: Luck): Question {
  const base = {
    number,
    customer: Math.floor(number / QUESTIONS_A_CUSTOMER),
    isByStaff: false,
    isDirect: luck.chance(0.15),
    hesitation: luck.between(20, 900),
  };
  const change = (behaviour: Behaviour, wishes: readonly Wish[]): Question => ({
    ...base,
    isByStaff: wishes.some(({ kind }) => kind === 'ticket'),
    text: wordsFor(wishes),
    wishes,
    behaviour,
  });
  const draw = luck.below(100);
  if (draw < 12) return { ...base, ...readOnly(number, luck), wishes: [], behaviour: 'leave' };
  if (draw < 18) {
    const subject = `the page number ${number} stays empty`;
    return { ...base, text: `open a ticket: ${subject}`, wishes: [], opensTicket: subject, behaviour: 'leave' };
  }
  if (draw < 24) return change(luck.pick(BUNDLE_BEHAVIOURS), [refund(number, luck), ticket(number), cancel(number)]);
  if (draw < 30) return change(luck.pick(BUNDLE_BEHAVIOURS), [refund(number, luck), cancel(number)]);
  if (draw < 38) return change('edit', [{ kind: 'refund', order: orderId(number, 'A'), minor: 1_000 + 2 * number }]);
  if (draw < 45) return change('leave', [refund(number, luck)]);
  return change(luck.pick(BEHAVIOURS), [luck.pick(WISHES)(number, luck)]);
}

const BEHAVIOURS = [
  'approve',
  'approve',
  'approve',
  'approve-twice',
  'two-at-once',
  'approve-against-reject',
  'reject',
] as const;
const BUNDLE_BEHAVIOURS = ['approve', 'approve', 'approve-twice', 'drop-one', 'two-at-once'] as const;

export const orderId = (number: number, letter: 'A' | 'B'): string =>
  `ORD-${letter === 'A' ? 5 : 7}${100_000 + number}`;
export const ticketId = (number: number): string => `TKT_${100_000 + number}`;

/** Most need one colleague, some a lead, a few two people. */
function refund(number: number, luck: Luck): Wish {
  const draw = luck.below(100);
  const base = draw < 90 ? 1_000 : draw < 97 ? 25_000 : 120_000;
  return { kind: 'refund', order: orderId(number, 'A'), minor: base + 2 * number };
}
const cancel = (number: number): Wish => ({ kind: 'cancel', order: orderId(number, 'B') });
const address = (number: number): Wish => ({
  kind: 'address',
  order: orderId(number, 'B'),
  address: `${number + 1} Elm Street, Portland`,
});
const ticket = (number: number): Wish => ({ kind: 'ticket', ticket: ticketId(number) });

const WISHES = [refund, refund, cancel, address, ticket] as const;

export const wordsFor = (wishes: readonly Wish[]): string => wishes.map(wordsOf).join(', and ');

export const recordOf = (wish: Wish): string => (wish.kind === 'ticket' ? wish.ticket : wish.order);

function wordsOf(wish: Wish): string {
  switch (wish.kind) {
    case 'refund':
      return `please refund $${(wish.minor / 100).toFixed(2)} of ${wish.order}`;
    case 'cancel':
      return `cancel order ${wish.order}`;
    case 'address':
      return `change the shipping address of ${wish.order} to ${wish.address}`;
    case 'ticket':
      return `close ticket ${wish.ticket}`;
  }
}

const readOnly = (number: number, luck: Luck): { text: string } =>
  luck.pick([
    { text: `Where is my order ${orderId(number, 'A')}?` },
    { text: 'How do I reset my password?' },
    { text: 'What is the capital of France?' },
    { text: `What is the status of ticket ${ticketId(number)}?` },
  ]);
