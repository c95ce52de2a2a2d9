import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { showTurn } from '../../src/agent/show-turn.ts';
import { deliverer, doubtUnsent } from '../../src/deliver.ts';
import { ConversationId, JobId, TeamId, UserId } from '../../src/domain/ids.ts';
import { reply } from '../../src/domain/say.ts';
import { MINUTE, SECOND } from '../../src/domain/time.ts';
import type { Messenger } from '../../src/ports/messenger.ts';
import { DRAFT_POINTS } from '../../src/ports/crash-point.ts';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import type { Store } from '../../src/ports/store.ts';
import { NOON } from '../fakes/approvals.ts';
import { fakeMessenger, textOf } from '../fakes/messenger.ts';
import type { FakeMessenger } from '../fakes/messenger.ts';

const TO = { team: TeamId.parse('T1'), user: UserId.parse('UALICE') };
const LOG = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const WORDS = 'Your order is on its way.';
const POINTS = [
  ...DRAFT_POINTS,
  'turn:before-commit',
  'turn:after-commit',
  'deliver:before-post',
  'deliver:after-post',
  'deliver:after-sent',
] as const satisfies readonly CrashPointName[];

/** What outlives a process. All share one database: to open many takes longer than everything else. */
interface Outside {
  thread: ConversationId;
  job: JobId;
  clock: { now: number };
  store: Store;
  messenger: FakeMessenger;
  death: { at?: CrashPointName; passes: number; count: number };
}

/** What a dead process does reaches nobody, and it learns nothing. */
const mortal = <Part extends object>(life: { isOver: boolean }, part: Part): Part =>
  new Proxy(part, {
    get: (_, name) => {
      const member: unknown = Reflect.get(part, name);
      if (typeof member !== 'function') return member;
      return async (...given: unknown[]): Promise<unknown> => {
        if (life.isOver) return new Promise(() => {});
        const answer: unknown = await member(...given);
        return life.isOver ? new Promise(() => {}) : answer;
      };
    },
  });

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 5; turns += 1) await turnOfTheLoop();
};

/** One process: what was owed is doubted, then the job runs if it is still open, as the timer ticks. `words` empty: the turn has nothing to say. */
async function live(outside: Outside, words: string): Promise<void> {
  const { clock, death, thread: conversation, job: id } = outside;
  const life = { isOver: false };
  const ended = Promise.withResolvers<void>();
  const crashPoint = (name: CrashPointName): void => {
    if (death.at !== name || (death.passes -= 1) !== 0) return;
    life.isOver = true;
    death.count += 1;
    ended.resolve();
    throw new Error('this process is dead');
  };
  const store = mortal(life, outside.store);
  const messenger = mortal(life, outside.messenger);
  const now = (): number => clock.now;
  const deliver = deliverer({ store, messenger, now, crashPoint, log: LOG });
  const deps = { store, messenger, now, crashPoint, log: LOG, wake: () => () => {} };

  const job = async (): Promise<void> => {
    await doubtUnsent(deps);
    if (await store.isDone(id)) return deliver.lane(conversation);
    const turn = await showTurn(deps, { job: id, conversation, to: TO, items: [] });
    turn.showing.text('Your');
    clock.now += SECOND;
    turn.showing.text('Your order');
    await settle();
    turn.showing.text('Your order is');
    const hasDraft = await turn.hasDraft();
    crashPoint('turn:before-commit');
    const [said] = reply(() => `out:${id}`, conversation, words);
    const outgoing = said ? [hasDraft ? { ...said, draft: id } : said] : [];
    await store.commit({ done: id, outgoing, audit: [] });
    crashPoint('turn:after-commit');
    await deliver.lane(conversation);
    await turn.end(words !== '');
  };
  const whole = async (): Promise<void> => {
    await job();
    clock.now += MINUTE;
    await deliver.due();
    await settle();
  };
  await Promise.race([whole().catch(() => undefined), ended.promise]);
}

const shared = { store: sqlStore(openSqlite(':memory:').driver), worlds: 0 };

function world(at: CrashPointName, passes: number): Outside {
  const ts = `1700000000.${String((shared.worlds += 1)).padStart(6, '0')}`;
  return {
    thread: ConversationId.parse(`T1:C1:${ts}`),
    job: JobId.parse(`msg:T1:C1:${ts}`),
    clock: { now: NOON },
    store: shared.store,
    messenger: fakeMessenger(),
    death: { at, passes, count: 0 },
  };
}

/** Until it was not reached: dies at this passing, lives again, and again. */
async function outcomes(at: CrashPointName, words: string, prepare: (outside: Outside) => void): Promise<string[][]> {
  const seen: string[][] = [];
  for (let pass = 1; ; pass += 1) {
    const outside = world(at, pass);
    prepare(outside);
    await live(outside, words);
    await live(outside, words);
    await live(outside, words);
    if (outside.death.count === 0) return seen;
    expect(await outside.store.drafts()).toEqual([]);
    seen.push(outside.messenger.read.map(textOf));
  }
}

describe('given a process that dies while people watch a reply being written', () => {
  /** A draft whose place the reply takes ends when the reply is marked as said. */
  const ON_THE_WAY = POINTS.filter((point) => point !== 'draft:before-end');

  test.each(ON_THE_WAY.map((point) => [point] as const))(
    'when it dies at %s, then the whole reply stands once',
    async (point) => {
      const seen = await outcomes(point, WORDS, () => {});

      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual(seen.map(() => [`reply ${WORDS}`]));
    },
  );

  test.each(POINTS.map((point) => [point] as const))(
    'when it dies at %s and Slack had not answered, then the whole reply stands once',
    async (point) => {
      for (const beginning of ['lost', 'unclear'] as const) {
        const seen = await outcomes(point, WORDS, ({ messenger }) => messenger.nextDrafts(beginning));

        expect(seen).toEqual(seen.map(() => [`reply ${WORDS}`]));
      }
    },
  );

  test.each(POINTS.map((point) => [point] as const))(
    'when it dies at %s and Slack lets nobody change the draft, then the whole reply stands once',
    async (point) => {
      const seen = await outcomes(point, WORDS, (outside) => {
        const { messenger } = outside;
        const update: Messenger['update'] = async () => ({ kind: 'refused', why: 'edit_window_closed' });
        Object.assign(outside, { messenger: { ...messenger, update } });
      });

      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual(seen.map(() => [`reply ${WORDS}`]));
    },
  );

  test.each(POINTS.filter((point) => !point.startsWith('deliver:')).map((point) => [point] as const))(
    'when it dies at %s in a turn that comes to nothing, then nothing stands',
    async (point) => {
      const seen = await outcomes(point, '', () => {});

      expect(seen.length).toBeGreaterThan(0);
      expect(seen).toEqual(seen.map(() => []));
    },
  );
});
