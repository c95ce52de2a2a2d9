import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import { answerAtLast } from '../../src/agent/answer-at-last.ts';
import { followUp } from '../../src/agent/follow-up.ts';
import { noteEdit } from '../../src/agent/note-edit.ts';
import { stopTurn } from '../../src/agent/stop-turn.ts';
import { desk } from '../../src/approvals/desk/desk.ts';
import { commandDesk } from '../../src/approvals/command/command-desk.ts';
import { intakeDesk } from '../../src/approvals/intake/intake-desk.ts';
import { homeDesk } from '../../src/approvals/home/home-desk.ts';
import type { CommandDesk } from '../../src/ports/commands.ts';
import type { IntakeDesk } from '../../src/ports/intake.ts';
import type { HomeDesk } from '../../src/ports/home.ts';
import { approvalHandlers } from '../../src/approvals/handlers.ts';
import { openCopy } from '../../src/approvals/holds/restored-copy.ts';
import { sweepApprovals } from '../../src/approvals/sweep-approvals.ts';
import { openPace } from '../../src/agent/pace.ts';
import { localEngine } from '../../src/adapters/engine/local.ts';
import type { LocalEngine } from '../../src/adapters/engine/local.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { sqlStore } from '../../src/adapters/sql/store.ts';
import { deliverer, doubtUnsent } from '../../src/deliver.ts';
import type { Approval, ApprovalStatus } from '../../src/domain/approval.ts';
import { ApprovalId, ChannelId, JobId, MessageTs, TeamId, UserId, conversationOf } from '../../src/domain/ids.ts';
import type { ConversationId } from '../../src/domain/ids.ts';
import { cardOf } from '../../src/domain/ledger.ts';
import { cardVersion } from '../../src/domain/bundle.ts';
import { Unavailable } from '../../src/domain/errors.ts';
import type { BusinessHours } from '../../src/domain/business-hours.ts';
import { timetable } from '../../src/adapters/engine/timetable.ts';
import { DEFAULT_LIMITS } from '../../src/domain/budget.ts';
import type { Limits } from '../../src/domain/budget.ts';
import { DEFAULT_POLICY } from '../../src/domain/policy.ts';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import type { Policy } from '../../src/domain/policy.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { HOUR } from '../../src/domain/time.ts';
import type { Desk, Entry, FormKind } from '../../src/ports/desk.ts';
import type { CrashPointName } from '../../src/ports/crash-point.ts';
import type { Directory } from '../../src/ports/directory.ts';
import type { Handlers, Job } from '../../src/ports/engine.ts';
import type { Log, LogFields } from '../../src/ports/log.ts';
import type { Model } from '../../src/ports/model.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Wake } from '../../src/ports/wake.ts';
import { toolbox } from '../../src/tools/toolbox.ts';
import { admin, alice, lea, principal, priya, tom } from './approvals.ts';
import { fakeCompany } from './company.ts';
import { fakeMessenger, textOf } from './messenger.ts';
import { fakeModel } from './model.ts';
import type { Scripted } from './model.ts';

/** Three days after ORD-12345 was delivered. */
export const NOW = Date.parse('2026-01-10T12:00:00Z');
const TEAM = TeamId.parse('T1');
const CHANNEL = ChannelId.parse('C1');
/** The first thread of every house. */
export const THREAD = conversationOf({ team: TEAM, channel: CHANNEL, ts: MessageTs.parse('1700000000.000100') });

const guest = principal({ slackUser: UserId.parse('UGUEST'), external: true });
const PEOPLE = [alice, priya, tom, lea, admin, guest];

class Died extends Error {}

export interface HouseOptions {
  script?: readonly Scripted[];
  policy?: Policy;
  hours?: BusinessHours;
  /** Of the database; absent: in memory. */
  path?: string;
  /** What the process sees of the store. */
  overStore?: (store: Store) => Store;
  /** What stands between the engine and what it runs. */
  overHandlers?: (handlers: Handlers) => Handlers;
  overModel?: (model: Model) => Model;
  /** Milliseconds; 0 and absent: nobody is waited for. */
  gatherFor?: number;
  /** Of a day; absent: the usual ones. */
  limits?: Partial<Limits>;
  /** For each person; absent: any number. */
  turnsPerMinute?: number;
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** The middle of the bot over a real store and engine, with a clock that stands still; the outside is played. */
export async function openHouse({
  script = [],
  policy = DEFAULT_POLICY,
  hours,
  path = ':memory:',
  overStore = (store) => store,
  overHandlers = (handlers) => handlers,
  overModel = (played) => played,
  gatherFor = 0,
  limits = {},
  turnsPerMinute,
}: HouseOptions = {}) {
  const clock = { now: NOW };
  const now = (): number => clock.now;
  const sqlite = openSqlite(path);
  const store = overStore(sqlStore(sqlite.driver));
  const company = fakeCompany();
  /** What people attached, by its address. */
  const files = new Map<string, string>();
  const messenger = Object.assign(fakeMessenger(), { readFile: async (url: string) => files.get(url) });
  const alarms = alarmsOf(now);
  const model = fakeModel(...script);
  const directory = { isDown: false, people: new Map(PEOPLE.map((who) => [String(who.slackUser), who])) };
  const explained: { refusal: string; approval: Approval | undefined; newer: MessageRef | undefined }[] = [];
  const logged: { level: string; fields: LogFields; message: string }[] = [];
  const log = keepingLog(logged);
  const ids = { last: 0, messages: 0, clicks: 0 };
  const newId = (): string => String((ids.last += 1)).padStart(6, '0');
  const death: { at?: CrashPointName; passes: number } = { passes: 0 };
  const running = { jobs: 0 };
  const process: {
    engine: LocalEngine;
    handlers: Handlers;
    deliver: ReturnType<typeof deliverer>;
    desk: Desk;
    home: HomeDesk;
    commands: CommandDesk;
    intake: IntakeDesk;
    /** While this database is an earlier copy: what the bot's timer calls. */
    check: () => Promise<void>;
  } = await start();

  async function start() {
    const engine = localEngine({ driver: sqlite.driver, now, log, wake: () => () => {} });
    const crashPoint = (name: CrashPointName): void => {
      if (death.at === name && (death.passes -= 1) === 0) throw new Died(name);
    };
    const deliver = deliverer({ store, messenger, now, crashPoint, log });
    const box = toolbox(company, store);
    const common = {
      store,
      engine,
      messenger,
      model: overModel(model),
      log,
      now,
      wake: alarms.wake,
      pace: openPace(turnsPerMinute),
      fence: 'fence',
      gatherFor,
      limits: { ...DEFAULT_LIMITS, ...limits },
      newId,
      crashPoint,
      policy,
      directory: asDirectory(directory),
      deliver: (lane: string) => deliver.lane(lane),
      decideWithin: 2 * HOUR,
      ...(hours && { hours }),
      crm: company.crm,
      actions: box.actions,
      findTool: (name: string, asker: Principal) => box.find(name, asker),
      toolsFor: (asker: Principal, hasOpenRequest: boolean) => box.toolsFor(asker, hasOpenRequest),
      isAction: (name: string) => box.actions.has(name),
      explain: (refusal: string, _press: unknown, approval: Approval | undefined, newer?: MessageRef) => {
        explained.push({ refusal, approval, newer });
        return refusal;
      },
      asMarkup: (sentence: string) => sentence,
    };
    const copy = await openCopy(common);
    const work = copy ? { ...common, store: copy.store } : common;
    const handlers: Handlers = {
      message: (job, attempt) => answerAtLast(work, job, attempt),
      edit: (job) => noteEdit(work, job),
      stop: (job) => stopTurn(work, job),
      'follow-up': (job) => followUp(work, job),
      ...approvalHandlers(work),
    };
    return {
      engine,
      handlers: copy ? copy.handlers(handlers) : handlers,
      deliver,
      desk: desk(work),
      home: homeDesk(work),
      commands: commandDesk(work),
      intake: intakeDesk(work),
      check: async () => copy?.check(),
    };
  }

  const counted = (handlers: Handlers): Handlers => {
    const count = (handler: Handlers['message']) => async (job: Job, attempt: number) => {
      running.jobs += 1;
      await handler(job, attempt).finally(() => (running.jobs -= 1));
    };
    return {
      message: count(handlers.message),
      deletion: count(handlers.deletion),
      edit: count(handlers.edit),
      stop: count(handlers.stop),
      click: count(handlers.click),
      confirm: count(handlers.confirm),
      reopen: count(handlers.reopen),
      undo: count(handlers.undo),
      execute: count(handlers.execute),
      reconcile: count(handlers.reconcile),
      deadline: count(handlers.deadline),
      compensate: count(handlers.compensate),
      'follow-up': count(handlers['follow-up']),
    };
  };

  /** Until nothing runs and nothing was started for a while; nothing here waits for a real clock. */
  const idle = async (): Promise<void> => {
    for (let quiet = 0; quiet < 25; quiet += 1) {
      await turnOfTheLoop();
      // Whoever waits for somebody to go on waits for the clock.
      if (running.jobs > 0 && !alarms.isWaiting(gatherFor)) quiet = 0;
    }
  };
  /** For as long as something that needs no clock and nobody else takes; what runs may go on running. */
  const breathe = async (): Promise<void> => {
    for (let turns = 0; turns < 25; turns += 1) await turnOfTheLoop();
  };
  const restart = async (): Promise<void> => {
    delete death.at;
    Object.assign(process, await start());
    await doubtUnsent({ store, now });
    await sweepApprovals({ store, engine: process.engine });
    await process.engine.start(counted(overHandlers(process.handlers)));
    await process.deliver.due();
    await idle();
  };
  const enqueue = async (job: Job): Promise<void> => {
    await process.engine.enqueue(job);
    await idle();
  };
  /** Time goes by while the bot may be busy. */
  const pass = async (milliseconds: number): Promise<void> => {
    clock.now += milliseconds;
    alarms.tick();
    process.engine.tick();
    await breathe();
  };
  /** As the bot's timers do. */
  const wait = async (milliseconds: number): Promise<void> => {
    clock.now += milliseconds;
    alarms.tick();
    await process.check();
    process.engine.tick();
    await process.deliver.due().catch(() => undefined);
    await idle();
  };
  const messageJob = (text: string, who: Writing = {}): Job => {
    ids.messages += 1;
    const ts = tsOf(ids.messages);
    const { addressed = true, thread = THREAD } = who;
    const data = { ...written(text, ts, who), addressed };
    return { id: JobId.parse(`msg:T1:C1:${ts}`), key: thread, kind: 'message', data };
  };
  /** `count`: which of the messages of this house, from 1; it reads `text` now. */
  const editJob = (count: number, text: string, who: Writing = {}): Job => {
    ids.messages += 1;
    const { thread = THREAD } = who;
    const id = JobId.parse(`edit:T1:C1:${tsOf(count)}:${tsOf(ids.messages)}`);
    return { id, key: thread, kind: 'edit', data: written(text, tsOf(count), who) };
  };
  const stopJob = (user = 'UALICE', thread = THREAD): Job => {
    ids.clicks += 1;
    const id = JobId.parse(`stop:T1:C1:${ids.clicks}.0`);
    return { id, key: thread, kind: 'stop', data: { conversation: thread, user } };
  };
  /** A button of the card on which this request stands, as it is drawn now. */
  const pressOn = (approval: Approval, user: string) => {
    const card = messenger.read.flatMap(({ ref, message }) =>
      message.kind === 'card' && message.rows.some((row) => cardOf(row) === cardOf(approval))
        ? { ref, version: cardVersion(message.rows) }
        : [],
    )[0];
    const { channel, ts } = card?.ref ?? { channel: ChannelId.parse('CARDS'), ts: MessageTs.parse('1.1') };
    const version = approval.bundle && card ? card.version : 1;
    return { approval: approval.id, version, team: TEAM, user: UserId.parse(user), channel, message: ts };
  };
  const clickJob = (user: string, approval: Approval, verdict: 'approve' | 'reject', at?: string): Job => {
    ids.clicks += 1;
    const data = { ...pressOn(approval, user), verdict, ...(at === undefined ? {} : { message: at }) };
    return { id: JobId.parse(`click:${approval.id}:${user}:${ids.clicks}.0`), key: approval.id, kind: 'click', data };
  };
  const reopenJob = (user: string, approval: Approval): Job => {
    ids.clicks += 1;
    const id = JobId.parse(`reopen:${approval.id}:${user}:${ids.clicks}.0`);
    return { id, key: approval.id, kind: 'reopen', data: pressOn(approval, user) };
  };
  const undoJob = (user: string, approval: Approval, inHome: boolean): Job => {
    ids.clicks += 1;
    const id = JobId.parse(`undo:${approval.id}:${user}:${ids.clicks}.0`);
    const { channel, message, ...press } = pressOn(approval, user);
    return { id, key: approval.id, kind: 'undo', data: inHome ? press : { ...press, channel, message } };
  };
  const confirmJob = (user: string, approval: Approval, verdict: 'yes' | 'no', at?: string): Job => {
    ids.clicks += 1;
    const shown = messenger.read.find(
      ({ message }) => message.kind === 'confirmation' && message.approval.id === approval.id,
    );
    const { channel, ts } = shown?.ref ?? { channel: 'C1', ts: '1.1' };
    const data = { approval: approval.id, version: 1, verdict, team: TEAM, user, channel, message: at ?? ts };
    return {
      id: JobId.parse(`confirm:${approval.id}:${user}:${ids.clicks}.0`),
      key: approval.id,
      kind: 'confirm',
      data,
    };
  };
  /** `count`: which of the messages of this house, from 1. */
  const deletionJob = (count: number, thread = THREAD): Job => {
    const ts = tsOf(count);
    return {
      id: JobId.parse(`deletion:T1:C1:${ts}`),
      key: thread,
      kind: 'deletion',
      data: { conversation: thread, ts },
    };
  };
  const approval = async (id = 'apr_000001'): Promise<Approval> => {
    const found = await store.approval(ApprovalId.parse(id));
    if (!found) throw new Error(`there is no ${id}`);
    return found;
  };

  await process.engine.start(counted(overHandlers(process.handlers)));
  return {
    clock,
    store,
    company,
    messenger,
    files,
    model,
    directory,
    logged,
    process,
    idle,
    wait,
    enqueue,
    restart,
    messageJob,
    editJob,
    stopJob,
    clickJob,
    reopenJob,
    confirmJob,
    deletionJob,
    approval,
    /** What the last refused presses were explained with. */
    explained,
    /** A colleague presses a button that opens a form. */
    open: async (user: string, form: FormKind, id = 'apr_000001', at?: string) => {
      const { channel, message, ...press } = pressOn(await approval(id), user);
      const ts = at === undefined ? message : MessageTs.parse(at);
      return process.desk.open({ ...press, form, card: { channel, ts } });
    },
    /** A colleague sends a form in. */
    submit: async (user: string, entry: Entry, id = 'apr_000001') => {
      const submission = { approval: ApprovalId.parse(id), version: 1, team: TEAM, user: UserId.parse(user), entry };
      try {
        return await process.desk.submit(submission);
      } finally {
        await idle();
      }
    },
    /** A colleague takes back what was carried out a moment ago; `inHome`: not on its card. */
    undo: async (user: string, id = 'apr_000001', { inHome = false } = {}) =>
      enqueue(undoJob(user, await approval(id), inHome)),
    reopen: async (user: string, id = 'apr_000001') => enqueue(reopenJob(user, await approval(id))),
    ask: (text: string, who: Writing = {}) => enqueue(messageJob(text, who)),
    /** Something happens in the thread while the bot may be busy; nobody waits for an answer. */
    send: async (what: string | Job, who: Writing = {}) => {
      await process.engine.enqueue(typeof what === 'string' ? messageJob(what, who) : what);
      await breathe();
    },
    pass,
    click: async (user: string, verdict: 'approve' | 'reject' = 'approve', id = 'apr_000001') =>
      enqueue(clickJob(user, await approval(id), verdict)),
    /** The requester presses yes or no in their thread. */
    confirm: async (user: string, verdict: 'yes' | 'no' = 'yes', id = 'apr_000001') =>
      enqueue(confirmJob(user, await approval(id), verdict)),
    /** The process dies at the n-th passing of the point; `restart` starts it again. */
    dieAt: (point: CrashPointName, passes = 1) => void Object.assign(death, { at: point, passes }),
    status: async (id?: string): Promise<ApprovalStatus> => (await approval(id)).status,
    said: (): string[] => messenger.read.map(textOf),
    replies: (): string[] =>
      messenger.read.flatMap(({ message }) => (message.kind === 'reply' ? message.markdown : [])),
    cards: (): string[] => messenger.read.filter(({ message }) => message.kind === 'card').map(textOf),
    notes: async (thread = THREAD): Promise<string[]> =>
      (await store.items(thread)).flatMap((item) => (item.kind === 'note' ? item.text : [])),
    audit: async (): Promise<string[]> =>
      (await sqlite.driver.read('SELECT event, actor FROM audit ORDER BY seq', [])).map(
        ({ event, actor }) => `${String(event)} by ${String(actor)}`,
      ),
    /** For what reads the database beside the store. */
    sqlite,
    refunds: (): readonly string[] => company.journal.map(({ key, what }) => `${what} ${key}`),
    close: () => sqlite.close(),
  };
}

/** Who writes where, and what is attached. */
interface Writing {
  user?: string;
  thread?: ConversationId;
  addressed?: boolean;
  files?: readonly string[];
  readable?: readonly { name: string; url: string; size: number }[];
}

const tsOf = (count: number): string => `1700000001.${String(count).padStart(6, '0')}`;

const written = (text: string, ts: string, { user = 'UALICE', thread = THREAD, files = [], readable }: Writing) => ({
  team: TEAM,
  channel: CHANNEL,
  user,
  ts,
  conversation: thread,
  text,
  files,
  ...(readable && { readable }),
});

/** Timers that ring when the house's clock is moved. */
function alarmsOf(now: () => number) {
  const set = new Set<number>();
  const table = timetable({ now, wake: () => () => {} });
  const wake: Wake = (delay, run) => {
    const alarm = { isOff: false };
    const at = now() + delay;
    set.add(at);
    table.add(at, () => {
      set.delete(at);
      if (!alarm.isOff) run();
    });
    return () => {
      alarm.isOff = true;
      set.delete(at);
    };
  };
  /** Something is to happen within so many milliseconds. */
  const isWaiting = (within: number): boolean => [...set].some((at) => at - now() <= within);
  return { wake, tick: () => table.tick(), isWaiting };
}

function asDirectory(state: { isDown: boolean; people: ReadonlyMap<string, Principal> }): Directory {
  return {
    resolve: async ({ user }) => {
      if (state.isDown) throw new Unavailable('crm');
      const found = state.people.get(user);
      if (!found) throw new Error(`nobody is called ${user}`);
      return found;
    },
  };
}

function keepingLog(lines: { level: string; fields: LogFields; message: string }[]): Log {
  const at = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** What the model calls to ask for the mug's money. */
export const refundCall = (amount: string | null = '48.00', order = 'ORD-12345') =>
  ['refund_order', { order_id: order, amount, currency: null, reason: 'Arrived broken' }] as const;
