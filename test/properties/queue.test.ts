import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { isPending } from '../../src/domain/approval.ts';
import type { Approval, Pending } from '../../src/domain/approval.ts';
import { decide } from '../../src/domain/decide.ts';
import { ApprovalId, CustomerId, PersonId, Target, UserId } from '../../src/domain/ids.ts';
import { cardOf, ledgerOf } from '../../src/domain/ledger.ts';
import { money } from '../../src/domain/money.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { Looker, QueueFilter, QueueOrder } from '../../src/ports/queue.ts';
import { NOON, pending, principal, proposal } from '../fakes/approvals.ts';
import { runs, sayHow, seed } from './runs.ts';

const sqlite = openSqlite(':memory:');
const store = sqlStore(sqlite.driver);
afterAll(() => sqlite.close());
const empty = () => sqlite.connection.exec('DELETE FROM approvals; DELETE FROM barred');

const PEOPLE = ['person_ann', 'person_ben', 'person_cat'].map((name) => PersonId.parse(name));
const CUSTOMERS = ['cust_1', 'cust_2'].map((name) => CustomerId.parse(name));
const KINDS = ['order:%', 'ticket:%', 'customer:%:new-order', 'customer:%:new-ticket:Login'];

const person = fc.constantFrom(...PEOPLE);
const role = fc.constantFrom('agent' as const, 'lead' as const);
const soon = fc.integer({ min: -1, max: 3 }).map((hours) => NOON + hours);

/** What colleagues, edits and time may have made of a request. */
const progress = fc.record({
  needs: fc.record({ kind: fc.constant('people' as const), count: fc.constantFrom(1 as const, 2 as const), role }),
  expiresAt: soon,
  decisions: fc.array(
    fc.record({
      verdict: fc.constant('approve' as const),
      by: person,
      slackUser: fc.constant(UserId.parse('UANY')),
      role,
      at: fc.constant(NOON - 1),
    }),
    { maxLength: 1 },
  ),
  editor: fc.option(
    fc.record({ person, before: fc.array(person, { maxLength: 2 }) }).map((who) => ({
      ...who,
      slackUser: UserId.parse('UANY'),
      at: NOON - 1,
      was: 'Refund $60.00',
    })),
    { nil: undefined },
  ),
  isEnded: fc.constantFrom(false, false, false, true),
});
const row = fc.record({
  requester: person,
  customer: fc.constantFrom(...CUSTOMERS),
  kind: fc.constantFrom(...KINDS),
  minor: fc.constantFrom(undefined, 0, 500, 4_800),
  openedAt: soon.map((at) => at - 10),
  /** The first as it is opened, the others as it is moved on. */
  life: fc.array(progress, { minLength: 1, maxLength: 3 }),
});
type Row = typeof row extends fc.Arbitrary<infer Value> ? Value : never;
const ledger = fc.array(fc.array(row, { minLength: 1, maxLength: 3 }), { maxLength: 6 });

const looker = fc
  .record({ person, role, customer: fc.option(fc.constantFrom(...CUSTOMERS), { nil: undefined }) })
  .map(({ customer, ...who }): Looker => ({ ...who, ...(customer === undefined ? {} : { customer }) }));

const idOf = (card: number, step: number): ApprovalId => ApprovalId.parse(`apr_card0${card}row0${step}`);

function livesOf(rows: readonly Row[], card: number): readonly (readonly Approval[])[] {
  return rows.map(({ requester, customer, kind, minor, openedAt, life }, step) =>
    life.map(({ isEnded, editor, ...over }, index): Approval => {
      const opened = pending({
        id: idOf(card, step),
        version: index + 1,
        proposal: proposal({ target: Target.parse(`${kind.replace('%', `${card}-${step}`)}`), customer }),
        openedAt,
        requester: { ...pending().requester, person: requester },
        ...(rows.length > 1 ? { bundle: { id: idOf(card, 0), step: step + 1, of: rows.length } } : {}),
        ...(editor ? { editor } : {}),
        ...over,
      });
      const { cost: _cost, ...free } = opened.proposal;
      const costing = { ...opened, proposal: minor === undefined ? free : { ...free, cost: money(minor, 'USD') } };
      return isEnded && index > 0 ? { ...ledgerOf(costing), status: 'expired', expiredAt: NOON } : costing;
    }),
  );
}

async function save(lives: readonly (readonly Approval[])[]): Promise<void> {
  for (const life of lives)
    for (const [index, to] of life.entries())
      await store.commit({ approvals: [{ to, ...(index === 0 ? {} : { from: index }) }], audit: [] });
}

/** Once it has ended it is never pending again. */
const untilEnded = (life: readonly Approval[]): readonly Approval[] => {
  const end = life.findIndex((approval) => !isPending(approval));
  return end < 0 ? life : life.slice(0, end + 1);
};

const asPrincipal = ({ person: who, role: is, customer }: Looker): Principal =>
  principal({ person: who, role: is, ...(customer === undefined ? {} : { customerId: customer }) });

const FITS: Record<QueueFilter, (row: Pending) => boolean> = {
  all: () => true,
  money: ({ proposal: { cost } }) => (cost?.minor ?? 0) > 0,
  orders: ({ proposal: { target } }) => /^order:|:new-order$/.test(target),
  tickets: ({ proposal: { target } }) => /^ticket:|:new-ticket:/.test(target),
};
const least = (values: readonly number[]): number => Math.min(...values);
const most = (rows: readonly Pending[]): number => Math.max(...rows.map(({ proposal: { cost } }) => cost?.minor ?? -1));
const COMES_FIRST: Record<QueueOrder, (rows: readonly Pending[]) => readonly number[]> = {
  deadline: (rows) => [least(rows.map(({ expiresAt }) => expiresAt))],
  amount: (rows) => [-most(rows), least(rows.map(({ expiresAt }) => expiresAt))],
  oldest: (rows) => [least(rows.map(({ openedAt }) => openedAt))],
};

/** Sorting keeps what is equal in the order of saving. */
const inOrder = (cards: readonly (readonly Pending[])[], order: QueueOrder) =>
  cards.toSorted((a, b) => {
    const [left, right] = [COMES_FIRST[order](a), COMES_FIRST[order](b)];
    return left.map((value, index) => value - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
  });

const cases = fc.record({
  ledger,
  who: looker,
  filter: fc.constantFrom<QueueFilter>('all', 'money', 'orders', 'tickets'),
  order: fc.constantFrom<QueueOrder>('deadline', 'amount', 'oldest'),
});

describe('given any ledger and anybody who looks at it', () => {
  test('then the queue holds exactly the cards of which the domain lets them approve every waiting row, in order', async () => {
    const property = fc.asyncProperty(cases, async ({ ledger: cards, who, filter, order }) => {
      empty();
      const lives = cards.flatMap((rows, card) => livesOf(rows, card).map(untilEnded));
      await save(lives);
      const waiting = lives.flatMap((life) => life.at(-1) ?? []).filter(isPending);
      const click = { verdict: 'approve', by: asPrincipal(who) } as const;
      const isOwn = (rows: readonly Pending[]) => rows.every((one) => decide(one, click, NOON).ok);
      const isOver = (rows: readonly Pending[]) => rows.some(({ expiresAt }) => expiresAt <= NOON);
      const grouped = [...Map.groupBy(waiting, cardOf).values()];
      const own = inOrder(
        grouped.filter((rows) => isOwn(rows) && rows.some(FITS[filter])),
        order,
      );
      const others = inOrder(
        grouped.filter((rows) => !isOwn(rows) && !isOver(rows)),
        'deadline',
      );

      const pages = await Promise.all(
        [0, 2, 4, 6].map((offset) => store.mayDecide({ who, filter, order, now: NOON, limit: 2, offset })),
      );
      const rest = await store.waitsForOthers({ who, now: NOON, limit: 3 });

      expect(pages.flatMap(({ items }) => items)).toEqual(own.flatMap(([first]) => first ?? []));
      expect(pages.map(({ total }) => total)).toEqual(pages.map(() => own.length));
      expect(rest).toEqual({ items: others.slice(0, 3).flatMap(([first]) => first ?? []), total: others.length });
    });

    await fc.assert(property, { numRuns: runs(200, 3_000), seed }).catch((error: unknown) => {
      sayHow();
      throw error;
    });
  });
});
