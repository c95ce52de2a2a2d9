import { desk } from '../../src/approvals/desk/desk.ts';
import type { ApprovalDeps } from '../../src/approvals/deps.ts';
import { approvalHandlers } from '../../src/approvals/handlers.ts';
import { openCopy } from '../../src/approvals/holds/restored-copy.ts';
import { sweepApprovals } from '../../src/approvals/sweep-approvals.ts';
import { deliverer, doubtUnsent } from '../../src/deliver.ts';
import type { JobId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { Instant } from '../../src/domain/time.ts';
import { steadyClock } from '../../src/ops/clock.ts';
import type { CrashPoint, CrashPointName } from '../../src/ports/crash-point.ts';
import type { Desk } from '../../src/ports/desk.ts';
import type { Engine, Handlers, Job } from '../../src/ports/engine.ts';
import type { Messenger } from '../../src/ports/messenger.ts';
import type { Store } from '../../src/ports/store.ts';
import type { FakeMessenger } from '../fakes/messenger.ts';
import { refundAction } from './store-company.ts';
import type { PlayedCompany } from './store-company.ts';
import type { Database } from './store-database.ts';
import { look, observe } from './store-oracle.ts';
import type { Oracle } from './store-oracle.ts';
import { POLICIES } from './store-policies.ts';
import type { PolicyName } from './store-policies.ts';
import { turn } from './store-turn.ts';
import type { Asked } from './store-turn.ts';

/** The process ended here; nothing it does afterwards reaches anybody. */
export class Died extends Error {}

/** What outlives a process. */
export interface Outside {
  database: Database;
  company: PlayedCompany;
  people: readonly Principal[];
  messenger: FakeMessenger;
  oracle: Oracle;
  queue: Map<JobId, { job: Job; isDone: boolean }>;
  asked: ReadonlyMap<JobId, Asked>;
  /** How far the machine's clock is ahead of the truth, and the last id that was given. */
  clock: { skew: number; ids: number };
  /** Where the process dies, at which passing of it. */
  death: { at: CrashPointName | undefined; passes: number };
  policy: PolicyName;
}

export interface Process {
  isAlive: boolean;
  policy: PolicyName;
  now: () => Instant;
  handle: (job: Job) => Promise<void>;
  desk: Desk;
  /** While the database is an earlier copy: what the bot's timer calls. */
  check: () => Promise<void>;
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** The real action needs long to be made: one for all worlds. */
const stage: { company?: PlayedCompany } = {};
const action = refundAction(() => found(stage.company, 'company'));
const actions = new Map([['refund_order', action]]);

/** The use cases over the real store. */
export async function startProcess(outside: Outside): Promise<Process> {
  const { database, company, people, clock, policy, asked } = outside;
  Object.assign(stage, { company });
  await database.settled();
  const mortal = { isAlive: true, policy };
  const store = storeOf(mortal, outside);
  const engine = engineOf(mortal, outside);
  const messenger = messengerOf(mortal, outside);
  const now = steadyClock({
    wall: () => company.truth + clock.skew,
    elapsed: () => company.truth,
    mark: await store.latest(),
  });
  const crashPoint = crashPointOf(mortal, outside);
  const deliver = deliverer({ store, messenger, now, crashPoint, log: SILENT });
  const deps: ApprovalDeps = {
    store,
    engine,
    messenger,
    now,
    newId: () => String((clock.ids += 1)).padStart(6, '0'),
    crashPoint,
    actions,
    log: SILENT,
    policy: POLICIES[policy],
    decideWithin: 2 * HOUR,
    deliver: (lane) => deliver.lane(lane),
    explain: (refusal) => refusal,
    asMarkup: (sentence) => sentence,
    directory: {
      resolve: async ({ user }) =>
        found(
          people.find(({ slackUser }) => slackUser === user),
          user,
        ),
    },
  };
  const copy = await openCopy(deps);
  const work = copy ? { ...deps, store: copy.store } : deps;
  const handlers: Handlers = {
    ...approvalHandlers(work),
    message: (job) => turn(work, action, job, found(asked.get(job.id), job.id)),
    edit: async () => {},
    stop: async () => {},
    'follow-up': async () => {},
  };
  await doubtUnsent({ store, now });
  await sweepApprovals({ store, engine });
  return Object.assign(mortal, {
    now,
    handle: (job: Job) => handlers[job.kind](job, 1),
    desk: desk(work),
    check: async () => copy?.check(),
  });
}

type Mortal = Pick<Process, 'isAlive' | 'policy'>;

const whileAlive =
  <Given extends readonly unknown[], Value>(mortal: Mortal, act: (...given: Given) => Promise<Value>) =>
  async (...given: Given): Promise<Value> => {
    if (!mortal.isAlive) throw new Died('a dead process does nothing');
    const value = await act(...given);
    if (!mortal.isAlive) throw new Died('a dead process learns nothing');
    return value;
  };

function storeOf(mortal: Mortal, { database: { store: base }, ...world }: Outside): Store {
  return {
    ...base,
    commit: whileAlive(mortal, async (change) => {
      const written = await base.commit(change);
      if (written) observe(world.oracle, change, { ...world, policy: mortal.policy });
      return written;
    }),
    approval: whileAlive(mortal, (id) => base.approval(id)),
    unsent: whileAlive(mortal, (at, lane) => base.unsent(at, lane)),
    markSending: whileAlive(mortal, (id) => base.markSending(id)),
    markSent: whileAlive(mortal, (id, ref) => base.markSent(id, ref)),
    markFailed: whileAlive(mortal, (id, notBefore, isAmbiguous) => base.markFailed(id, notBefore, isAmbiguous)),
    markDropped: whileAlive(mortal, (id) => base.markDropped(id)),
  };
}

const messengerOf = (mortal: Mortal, { messenger, oracle }: Outside): Messenger => ({
  ...messenger,
  post: whileAlive(mortal, (id, message) => {
    look(oracle, message);
    return messenger.post(id, message);
  }),
  update: whileAlive(mortal, (ref, message) => {
    look(oracle, message);
    return messenger.update(ref, message);
  }),
});

const engineOf = (mortal: Mortal, { queue }: Outside): Engine => ({
  enqueue: whileAlive(mortal, async (job) => {
    if (queue.has(job.id)) return false;
    queue.set(job.id, { job, isDone: false });
    return true;
  }),
  waiting: () => [],
  onWaiting: () => () => {},
  start: async () => {},
  stop: async () => {},
});

function crashPointOf(mortal: Mortal, { death }: Outside): CrashPoint {
  return (name) => {
    if (death.at !== name) return;
    const passes = death.passes - 1;
    Object.assign(death, { passes });
    if (passes > 0) return;
    Object.assign(death, { at: undefined });
    Object.assign(mortal, { isAlive: false });
    throw new Died(name);
  };
}

function found<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
}
