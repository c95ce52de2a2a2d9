import fc from 'fast-check';
import { DAY, HOUR, MINUTE, SECOND } from '../../src/domain/time.ts';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import type { PolicyName } from './store-policies.ts';

/** What becomes of the next refund on its way; `seconds` until it lands. */
export type Sending = { how: 'answered' | 'declined' | 'lost' | 'cut-after-commit' } | { how: 'late'; seconds: number };

/** `pick` and `by` choose among those that are there. */
export type Deed =
  | { kind: 'ask'; orders: readonly (0 | 1)[]; amount: number; isColleague: boolean }
  | { kind: 'press'; pick: number; by: number; verdict: 'approve' | 'reject' }
  | { kind: 'confirm'; pick: number; by: number; verdict: 'yes' | 'no' }
  /** Whoever was asked something, or whoever else has a request in that thread, writes. */
  | { kind: 'answer'; pick: number }
  /** The message that asked is deleted. */
  | { kind: 'delete'; pick: number }
  | { kind: 'reopen'; pick: number; by: number }
  | { kind: 'edit'; pick: number; by: number; amount: number }
  | { kind: 'form'; pick: number; by: number; form: 'reject' | 'ask' | 'settle' }
  /** A job that is due, whichever. */
  | { kind: 'run'; pick: number }
  /** A job that was run before is delivered once more. */
  | { kind: 'again'; pick: number };

export type Command =
  | { deed: Deed; racing?: Deed }
  | { kind: 'run-all' }
  | { kind: 'restart'; policy: PolicyName }
  | { kind: 'wait' | 'set-clock'; milliseconds: number }
  | { kind: 'role'; by: number; role: 'customer' | 'agent' | 'lead' | 'admin'; external: boolean }
  | { kind: 'refund-by-hand'; order: 0 | 1; amount: number }
  | { kind: 'sending'; sending: Sending }
  | { kind: 'outage'; isDown: boolean }
  | { kind: 'die'; at: CrashPointName; passes: number };

const pick = fc.nat(11);
/** Mostly agents and leads. */
const by = fc.constantFrom(0, 1, 1, 3, 0, 1, 3, 1, 3, 7, 1, 3, 1, 3, 0, 1, 2, 4, 5, 6);
/** Mostly whoever asked for most. */
const requester = fc.constantFrom(6, 6, 6, 2, 2, 0);
const order = fc.constantFrom(0 as const, 1 as const);
/** Around what one agent, one lead and two people may approve, in minor units. */
const amount = fc.constantFrom(2_000, 4_800, 4_800, 2_500, 12_000, 20_000, 20_001, 60_000, 100_001, 150_000);
const is = <Kind extends string>(kind: Kind): fc.Arbitrary<Kind> => fc.constant(kind);

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: is('ask'),
      orders: fc.constantFrom<readonly (0 | 1)[]>([0], [1], [0], [1], [0, 1]),
      amount,
      isColleague: fc.constantFrom(false, false, true),
    }),
  },
  {
    weight: 14,
    arbitrary: fc.record({
      kind: is('press'),
      pick,
      by,
      verdict: fc.constantFrom('approve' as const, 'approve', 'approve', 'approve', 'reject'),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: is('confirm'),
      pick,
      by: requester,
      verdict: fc.constantFrom('yes' as const, 'yes', 'yes', 'no'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: is('answer'), pick }) },
  { weight: 1, arbitrary: fc.record({ kind: is('delete'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: is('reopen'), pick, by }) },
  { weight: 1, arbitrary: fc.record({ kind: is('edit'), pick, by, amount }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: is('form'),
      pick,
      by,
      form: fc.constantFrom('reject' as const, 'ask', 'ask', 'ask', 'settle', 'settle'),
    }),
  },
  { weight: 7, arbitrary: fc.record({ kind: is('run'), pick }) },
  { weight: 2, arbitrary: fc.record({ kind: is('again'), pick }) },
);

const sending: fc.Arbitrary<Sending> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ how: fc.constantFrom('lost' as const, 'cut-after-commit' as const, 'declined' as const) }),
  },
  { weight: 2, arbitrary: fc.record({ how: is('late'), seconds: fc.integer({ min: 1, max: 59 }) }) },
);

const POINTS: readonly CrashPointName[] = [
  'turn:after-commit',
  'deliver:before-post',
  'deliver:after-post',
  'decide:before-commit',
  'decide:after-commit',
  'execute:before-intent',
  'execute:intent-saved',
  'execute:after-call',
  'execute:before-outcome',
  'execute:outcome-saved',
  'desk:before-commit',
  'desk:after-commit',
  'deadline:before-commit',
  'deadline:after-commit',
  'ask-person:after-commit',
  'settle-unknown:before-commit',
  'settle-unknown:after-commit',
];

export const policies = fc.constantFrom('usual' as const, 'lenient', 'strict', 'lenient', 'usual');

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ deed }) },
  { weight: 2, arbitrary: fc.record({ deed, racing: deed }) },
  // Two workers took the same job.
  { weight: 2, arbitrary: fc.record({ kind: is('run'), pick }).map((run) => ({ deed: run, racing: run })) },
  { weight: 4, arbitrary: fc.record({ kind: is('run-all') }) },
  { weight: 1, arbitrary: fc.record({ kind: is('restart'), policy: policies }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: is('wait'),
      milliseconds: fc.constantFrom(
        1,
        1,
        SECOND,
        SECOND,
        SECOND,
        5 * SECOND,
        6 * SECOND,
        31 * SECOND,
        MINUTE,
        MINUTE,
        MINUTE,
        5 * MINUTE,
        16 * MINUTE,
        31 * MINUTE,
        HOUR,
        2 * HOUR,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: is('set-clock'),
      milliseconds: fc.constantFrom(-DAY, -HOUR, -MINUTE, MINUTE, HOUR, DAY),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: is('role'),
      by,
      role: fc.constantFrom('customer' as const, 'agent' as const, 'lead' as const, 'lead' as const, 'admin' as const),
      external: fc.constantFrom(false, false, false, true),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: is('refund-by-hand'), order, amount: fc.constantFrom(100, 5_000, 50_000) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: is('sending'), sending }) },
  { weight: 1, arbitrary: fc.record({ kind: is('outage'), isDown: fc.constantFrom(true, false, false) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: is('die'), at: fc.constantFrom(...POINTS), passes: fc.constantFrom(1, 1, 2) }),
  },
);

export const LEAST_COMMANDS = 25;
export const stories: fc.Arbitrary<readonly Command[]> = fc.array(command, {
  minLength: LEAST_COMMANDS,
  maxLength: 30,
  size: 'max',
});
