import { describe, expect, test } from 'vitest';
import type { Approval, ApprovalStatus } from '../../src/domain/approval.ts';
import { confirm } from '../../src/domain/confirm.ts';
import { pause, remind, resume } from '../../src/domain/deadline.ts';
import { decide } from '../../src/domain/decide.ts';
import { expire, goStale, reopen, supersede, withdraw } from '../../src/domain/endings.ts';
import { begin, finish, holdBack, recover, sendAgain } from '../../src/domain/execution.ts';
import { ApprovalId } from '../../src/domain/ids.ts';
import type { ClickRefusal } from '../../src/domain/refusals.ts';
import { ok } from '../../src/domain/result.ts';
import type { Result } from '../../src/domain/result.ts';
import { askPerson, hear } from '../../src/domain/testimony.ts';
import { alice, inEveryState, lea, NOON, pending, priya, proposal, tom, unknown } from '../fakes/approvals.ts';

/**
 * What may happen in which state. A press of a button may come in any state: either it leads to a state, or it is refused
 * with a reason. Everything else is a function that takes only the states in whose rows it stands; the compiler refuses
 * the others, see `TAKES`.
 */
const TABLE = `
state      | approve, reject, drop        | yes, no             | done, not done   | and else
prepared   | unconfirmed                  | approved, withdrawn | already-decided  | supersede edit withdraw expire recover
pending    | approved, rejected, rejected | already-decided     | already-decided  | supersede edit withdraw expire recover remind pause resume
approved   | already-running              | already-running     | already-decided  | expire recover begin goStale holdBack
executing  | already-running              | already-running     | already-decided  | recover finishExecuted finishFailed finishUnknown sendAgain
unknown    | already-decided              | already-decided     | already-running  | recover finishExecuted finishFailed finishUnknown sendAgain askPerson
asked      | already-decided              | already-decided     | executed, failed | recover finishExecuted finishFailed finishUnknown sendAgain askPerson
executed   | already-decided              | already-decided     | already-decided  |
failed     | already-decided              | already-decided     | already-decided  |
rejected   | already-decided              | already-decided     | already-decided  |
expired    | expired                      | expired             | already-decided  | reopen
withdrawn  | withdrawn                    | withdrawn           | already-decided  |
superseded | superseded                   | superseded          | already-decided  |
stale      | already-decided              | already-decided     | already-decided  | reopen
`;

type Taking = (approval: never, ...rest: never[]) => unknown;
/** Exactly the states that this function takes: a state too many or too few does not compile. */
type StatesOf<Transition extends Taking> = Record<Parameters<Transition>[0]['status'], ApprovalStatus>;

/** Where each of them leads from there. */
const TAKES = {
  supersede: { prepared: 'superseded', pending: 'superseded' },
  edit: { prepared: 'superseded', pending: 'superseded' },
  withdraw: { prepared: 'withdrawn', pending: 'withdrawn' },
  expire: { prepared: 'expired', pending: 'expired', approved: 'expired' },
  remind: { pending: 'pending' },
  pause: { pending: 'pending' },
  resume: { pending: 'pending' },
  begin: { approved: 'executing' },
  finishExecuted: { executing: 'executed', unknown: 'executed' },
  finishFailed: { executing: 'failed', unknown: 'failed' },
  finishUnknown: { executing: 'unknown', unknown: 'unknown' },
  sendAgain: { executing: 'executing', unknown: 'executing' },
  askPerson: { unknown: 'unknown' },
  reopen: { expired: 'expired', stale: 'stale' },
  goStale: { approved: 'stale' },
  holdBack: { approved: 'approved' },
  recover: {
    prepared: 'executed',
    pending: 'executed',
    approved: 'executed',
    executing: 'executed',
    unknown: 'executed',
  },
} as const satisfies {
  supersede: StatesOf<typeof supersede>;
  edit: StatesOf<typeof supersede>;
  withdraw: StatesOf<typeof withdraw>;
  expire: StatesOf<typeof expire>;
  remind: StatesOf<typeof remind>;
  pause: StatesOf<typeof pause>;
  resume: StatesOf<typeof resume>;
  begin: StatesOf<typeof begin>;
  finishExecuted: StatesOf<typeof finish>;
  finishFailed: StatesOf<typeof finish>;
  finishUnknown: StatesOf<typeof finish>;
  sendAgain: StatesOf<typeof sendAgain>;
  askPerson: StatesOf<typeof askPerson>;
  reopen: StatesOf<typeof reopen>;
  goStale: StatesOf<typeof goStale>;
  holdBack: StatesOf<typeof holdBack>;
  recover: StatesOf<typeof recover>;
};
type Event = keyof typeof TAKES;
type Taken<E extends Event> = Extract<Approval, { status: keyof (typeof TAKES)[E] }>;

const next = pending({ id: ApprovalId.parse('apr_000002'), edition: 2 });
const question = { text: 'A photo?', by: tom.person, slackUser: tom.slackUser, at: NOON };
const receipt = { reference: 're_1', status: 'succeeded' } as const;
const asked = pending({ reminders: [{ stage: 'half', at: NOON }] });
const waiting = pause(asked, question, NOON);

/** `undefined`: nothing happened. */
const RUN: { [E in Event]: (approval: Taken<E>) => Approval | undefined } = {
  supersede: (approval) => supersede(approval, next, NOON),
  edit: (approval) => supersede(approval, next, NOON, priya),
  withdraw: (approval) => withdraw(approval, 'taken-back', NOON),
  expire: (approval) => expire(approval, NOON),
  remind: (approval) => remind({ ...approval, reminders: asked.reminders }, NOON)?.to,
  pause: (approval) => pause(approval, question, NOON),
  resume: (approval) => resume({ ...waiting, version: approval.version }, 'here', NOON),
  begin: (approval) => {
    const begun = begin(approval, ok(proposal()), NOON);
    return begun.ok ? begun.value : undefined;
  },
  finishExecuted: (approval) => finish(approval, { kind: 'executed', receipt }, NOON),
  finishFailed: (approval) => finish(approval, { kind: 'failed', refusal: 'closed' }, NOON),
  finishUnknown: (approval) => finish(approval, { kind: 'unknown', why: 'timed out' }, NOON),
  sendAgain: (approval) => sendAgain(approval, NOON),
  askPerson: (approval) => askPerson(approval, NOON),
  reopen: (approval) => reopen(approval, next),
  goStale: (approval) => goStale(approval, ['Paid: $120.00 → $0.00'], NOON),
  holdBack: (approval) => holdBack(approval, { kind: 'restored', takenAt: NOON, at: NOON }, NOON),
  recover: (approval) => recover(approval, { kind: 'executed', receipt }, NOON),
};
const EVENTS = Object.keys(RUN).filter((name): name is Event => name in TAKES);

const takes = <E extends Event>(event: E, approval: Approval): approval is Taken<E> => approval.status in TAKES[event];

type Press = (approval: Approval) => Result<Approval, ClickRefusal>;
const auto = { kind: 'auto' } as const;
const deadline = { expiresAt: NOON + 1, reminders: [] };
const rejection = { reason: 'other', takesOver: false } as const;
const PRESSES: Record<string, Press> = {
  approve: (approval) => decide(approval, { verdict: 'approve', by: tom }, NOON),
  reject: (approval) => decide(approval, { verdict: 'reject', by: tom, rejection }, NOON),
  drop: (approval) => decide(approval, { verdict: 'reject', by: tom }, NOON),
  yes: (approval) => confirm(approval, { verdict: 'yes', by: alice, needs: auto, rules: [], deadline }, NOON),
  no: (approval) => confirm(approval, { verdict: 'no', by: alice, needs: auto, rules: [], deadline }, NOON),
  done: (approval) => hear(approval, { verdict: 'done', by: lea, note: 'seen' }, NOON),
  'not done': (approval) => hear(approval, { verdict: 'not-done', by: lea, note: 'not seen' }, NOON),
};

const cells = (line: string): string[] => line.split('|').map((cell) => cell.trim());
const words = (cell = ''): string[] => cell.split(/, | /).filter((word) => word !== '');
const [head, ...rows] = TABLE.trim().split('\n').map(cells);

/** A short cell stands for all presses of its column. */
const pressesOf = (row: readonly string[]): [string, string][] =>
  [1, 2, 3].flatMap((column) => {
    const names = head?.[column]?.split(', ') ?? [];
    const results = row[column]?.split(', ') ?? [];
    return names.map((name, index): [string, string] => [name, results[index] ?? results[0] ?? '']);
  });

const states = new Map<string, Approval>([
  ...inEveryState.map((approval): [string, Approval] => [approval.status, approval]),
  ['asked', unknown({ forPerson: { since: NOON, statements: [] } })],
]);
const inState = (state = ''): Approval => {
  const approval = states.get(state);
  if (!approval) throw new Error(`no approval is ${state}`);
  return approval;
};

test('given the table, then it has a row for every state and a place for every event', () => {
  expect(new Set(rows.map(([state]) => state))).toEqual(new Set(states.keys()));
  expect(new Set(rows.flatMap((row) => words(row[4])))).toEqual(new Set(EVENTS));
  expect(pressesOf(rows[0] ?? []).map(([name]) => name)).toEqual(Object.keys(PRESSES));
});

describe.each(rows.map((row) => [row[0] ?? '', row] as const))('given a request that is %s', (state, row) => {
  const approval = inState(state);

  test.each(pressesOf(row))('when somebody presses %s, then that is %s', (press, outcome) => {
    const before = structuredClone(approval);

    const result = PRESSES[press]?.(approval);

    const leads = result?.ok === true;
    expect(leads ? result.value.status : result?.refusal).toBe(outcome);
    expect(leads ? result.value.version : approval.version + 1).toBe(approval.version + 1);
    expect(approval).toEqual(before);
  });

  test.each(EVENTS)('when %s happens, then it leads where the table says, or cannot be written', (event) => {
    const before = structuredClone(approval);

    const moved = happen(event, approval);

    const taken = words(row[4]).includes(event);
    expect(moved === undefined ? 'nothing' : 'moved').toBe(taken ? 'moved' : 'nothing');
    expect(moved?.version).toBe(taken ? approval.version + 1 : undefined);
    expect(moved && leadsTo(event, approval)).toBe(moved?.status);
    expect(approval).toEqual(before);
  });
});

const happen = <E extends Event>(event: E, approval: Approval): Approval | undefined =>
  takes(event, approval) ? RUN[event](approval) : undefined;

function leadsTo(event: Event, { status }: Approval): ApprovalStatus | undefined {
  const to: Partial<Record<ApprovalStatus, ApprovalStatus>> = TAKES[event];
  return to[status];
}
