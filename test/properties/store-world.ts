import { Unavailable } from '../../src/domain/errors.ts';
import { ConversationId, CustomerId, JobId, MessageTs, PersonId, UserId } from '../../src/domain/ids.ts';
import type { Principal } from '../../src/domain/principal.ts';
import type { Job } from '../../src/ports/engine.ts';
import { admin, alice, lea, principal, priya, tom } from '../fakes/approvals.ts';
import { fakeMessenger } from '../fakes/messenger.ts';
import { openCompany } from './store-company.ts';
import type { Database } from './store-database.ts';
import { judge, openOracle } from './store-oracle.ts';
import type { PolicyName } from './store-policies.ts';
import { Died, startProcess } from './store-process.ts';
import type { Outside } from './store-process.ts';
import type { Asked } from './store-turn.ts';

const person = (name: string, over: Partial<Principal>): Principal =>
  principal({ person: PersonId.parse(`person_${name}`), slackUser: UserId.parse(`U${name.toUpperCase()}`), ...over });

/** Tom has two accounts, and Sam is the customer who benefits. */
const PEOPLE: readonly Principal[] = [
  tom,
  lea,
  priya,
  person('lars', { role: 'lead' }),
  admin,
  person('sam', { role: 'lead', customerId: CustomerId.parse('cust_123') }),
  alice,
  { ...tom, slackUser: UserId.parse('UTOM2'), role: 'lead' },
];
export const THREADS = [1, 2, 3].map((number) => ConversationId.parse(`T1:C1:1700000000.00010${number}`));

export interface Setting {
  checksVersions: boolean;
  policy: PolicyName;
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** The use cases over the real store, with a company, people, a clock and a queue of jobs that are played. */
export async function openWorld(database: Database, { checksVersions, policy }: Setting) {
  database.empty();
  const company = openCompany(checksVersions);
  const people = [...PEOPLE];
  const oracle = openOracle();
  const queue: Outside['queue'] = new Map();
  const asked = new Map<JobId, Asked>();
  const clock = { skew: 0, ids: 0 };
  const death: Outside['death'] = { at: undefined, passes: 0 };
  const messenger = fakeMessenger();
  const outside = { database, company, people, messenger, oracle, queue, asked, clock, death };
  const state = { process: await startProcess({ ...outside, policy }) };

  /** With the policy that was in force, unless it is another one now. */
  const restart = async (changed: PolicyName = state.process.policy): Promise<void> => {
    state.process.isAlive = false;
    death.at = undefined;
    state.process = await startProcess({ ...outside, policy: changed });
  };
  /** A death is survived; an outage is tried again; anything else is a bug. */
  const attempt = async (act: () => Promise<unknown>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      if (error instanceof Unavailable) return false;
      if (!(error instanceof Died)) throw error;
      if (!state.process.isAlive) await restart();
      return false;
    } finally {
      judge(oracle, company);
    }
  };
  const run = async (job: Job): Promise<void> => {
    const { process } = state;
    if (await attempt(() => process.handle(job))) Object.assign(queue.get(job.id) ?? {}, { isDone: true });
  };
  const jobs = (isDone: boolean): Job[] =>
    [...queue.values()]
      .filter((kept) => kept.isDone === isDone && (kept.job.runAt ?? 0) <= state.process.now())
      .map(({ job }) => job);
  return {
    company,
    people,
    messenger,
    oracle,
    clock,
    death,
    state,
    queue,
    restart,
    attempt,
    run,
    jobs,
    /** Somebody sets the machine's clock, by so many milliseconds. */
    setClock: (milliseconds: number): void => void (clock.skew += milliseconds),
    /** A new job, run at once; one that came before is known. */
    come: async (job: Job): Promise<void> => {
      if (queue.has(job.id)) return;
      queue.set(job.id, { job, isDone: false });
      await run(job);
    },
    /** Somebody writes. */
    write: (message: Omit<Asked, 'ts'>): Job => {
      const number = String((clock.ids += 1)).padStart(6, '0');
      const id = JobId.parse(`msg:${number}`);
      asked.set(id, { ...message, ts: MessageTs.parse(`1700000001.${number}`) });
      return { id, key: message.thread, kind: 'message', data: {} };
    },
    newId: (): string => String((clock.ids += 1)),
    close: async (): Promise<void> => {
      state.process.isAlive = false;
      await database.settled();
    },
  };
}
