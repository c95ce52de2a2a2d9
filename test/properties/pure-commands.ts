import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';

/** How a sending ends, for the one who waits for the answer; `seconds` until it lands. */
export type Sending =
  | {
      how: 'answered' | 'garbled' | 'declined' | 'lost' | 'cut-after-commit' | 'crash-before-call' | 'crash-after-call';
    }
  | { how: 'late' | 'crash-while-late'; seconds: number };

/** Something is done to the ledger. `pick` and `by` choose among those that are there. */
export type Deed =
  | { kind: 'propose'; order: 0 | 1; amount: number; by: number }
  | { kind: 'propose-both'; amount: number; by: number }
  | { kind: 'edit'; pick: number; amount: number; by: number }
  | { kind: 'approve' | 'reject' | 'drop' | 'ask'; pick: number; by: number }
  | { kind: 'confirm'; pick: number; by: number; verdict: 'yes' | 'no' }
  | { kind: 'settle'; pick: number; by: number; verdict: 'done' | 'not-done' }
  | { kind: 'withdraw' | 'answer' | 'remind' | 'expire' | 'reopen'; pick: number }
  | { kind: 'execute' | 'restart'; pick: number; sending: Sending }
  /** `after` so many milliseconds. */
  | { kind: 'reconcile'; pick: number; sending: Sending; after: number }
  /** The deed before is delivered once more. */
  | { kind: 'again' };

/** Something happens around it. */
export type Event =
  | { kind: 'role'; who: number; role: 'customer' | 'agent' | 'lead' | 'admin'; external: boolean }
  | { kind: 'order'; order: 0 | 1; amount: number }
  | { kind: 'policy'; strict: boolean }
  | { kind: 'wait' | 'jump'; milliseconds: number };

/** `racing`: both are worked out from the same ledger, then written one after the other. */
export type Command = { deed: Deed; racing?: Deed } | { event: Event };

const pick = fc.nat(23);
const by = fc.nat(7);
/** Mostly Tom and Lea. */
const colleague = fc.constantFrom(3, 4, 4, 3, 4, 1, 2, 0, 5, 6, 7);
const order = fc.constantFrom(0 as const, 1 as const);
const amount = fc.constantFrom(2_500, 500, 1_000, 4_000, 3_000, 4_800, 6_000, 12_000);
const seconds = fc.integer({ min: 1, max: 59 });
const sending: fc.Arbitrary<Sending> = fc.oneof(
  fc.record({
    how: fc.constantFrom(
      'answered' as const,
      'answered',
      'garbled',
      'declined',
      'lost',
      'lost',
      'cut-after-commit',
      'crash-before-call',
      'crash-after-call',
    ),
  }),
  fc.record({ how: fc.constantFrom('late' as const, 'crash-while-late'), seconds }),
);
const milliseconds = fc.constantFrom(
  1,
  SECOND,
  5 * SECOND,
  30 * SECOND,
  MINUTE,
  MINUTE,
  5 * MINUTE,
  14 * MINUTE,
  15 * MINUTE,
  31 * MINUTE,
  31 * MINUTE,
  HOUR,
  2 * HOUR - 1,
  25 * HOUR,
);
const after = fc.constantFrom(0, 5 * SECOND, 30 * SECOND, MINUTE, 31 * MINUTE);
const jump = fc.constantFrom(-DAY, -HOUR, -MINUTE, -1, 1, MINUTE, HOUR, DAY);

const of = <Kind extends (Deed | Event)['kind']>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: of('propose'), order, amount, by }) },
  { weight: 2, arbitrary: fc.record({ kind: of('propose-both'), amount, by }) },
  { weight: 1, arbitrary: fc.record({ kind: of('edit'), pick, amount, by }) },
  { weight: 16, arbitrary: fc.record({ kind: of('approve'), pick, by: colleague }) },
  { weight: 1, arbitrary: fc.record({ kind: of('reject'), pick, by }) },
  { weight: 1, arbitrary: fc.record({ kind: of('drop'), pick, by }) },
  { weight: 2, arbitrary: fc.record({ kind: of('ask'), pick, by: colleague }) },
  { weight: 2, arbitrary: fc.record({ kind: of('answer'), pick }) },
  { weight: 4, arbitrary: fc.record({ kind: of('confirm'), pick, by, verdict: fc.constantFrom('yes', 'yes', 'no') }) },
  {
    weight: 9,
    arbitrary: fc.record({ kind: of('settle'), pick, by: colleague, verdict: fc.constantFrom('done', 'not-done') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: of('withdraw'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: of('remind'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: of('expire'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: of('reopen'), pick }) },
  { weight: 16, arbitrary: fc.record({ kind: of('execute'), pick, sending }) },
  { weight: 11, arbitrary: fc.record({ kind: of('reconcile'), pick, sending, after }) },
  { weight: 5, arbitrary: fc.record({ kind: of('restart'), pick, sending }) },
  { weight: 6, arbitrary: fc.record({ kind: of('again') }) },
);

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: of('role'),
      who: fc.constantFrom(0, 0, 1, 3, 4, 4, 5),
      role: fc.constantFrom('agent' as const, 'lead', 'lead', 'customer', 'admin'),
      external: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: of('order'), order, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: of('policy'), strict: fc.constantFrom(false, false, true) }) },
  { weight: 8, arbitrary: fc.record({ kind: of('wait'), milliseconds }) },
  { weight: 1, arbitrary: fc.record({ kind: of('jump'), milliseconds: jump }) },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 70, arbitrary: fc.record({ deed }) },
  { weight: 8, arbitrary: fc.record({ deed, racing: deed }) },
  { weight: 16, arbitrary: fc.record({ event }) },
);

export const LEAST_COMMANDS = 25;
export const stories = fc.array(command, { minLength: LEAST_COMMANDS, maxLength: 60, size: 'large' });
