import type { Approval } from '../../src/domain/approval.ts';
import { cardVersion } from '../../src/domain/bundle.ts';
import { JobId, TeamId } from '../../src/domain/ids.ts';
import type { ChannelId, MessageTs } from '../../src/domain/ids.ts';
import { cardOf, unanswered } from '../../src/domain/ledger.ts';
import type { Principal } from '../../src/domain/principal.ts';
import { MINUTE } from '../../src/domain/time.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Entry } from '../../src/ports/desk.ts';
import type { Job } from '../../src/ports/engine.ts';
import { alice } from '../fakes/approvals.ts';
import type { Command, Deed } from './store-commands.ts';
import { ORDER_IDS, goBy, refundByHand } from './store-company.ts';
import { judgeEnd } from './store-oracle.ts';
import { THREADS } from './store-world.ts';
import type { World } from './store-world.ts';

const TEAM = TeamId.parse('T1');
/** Longer than anything is waited for in one go; so many of them are longer than anything waits. */
const PATIENCE = 15 * MINUTE;

/** All commands in order. */
export async function tell(world: World, story: readonly Command[]): Promise<void> {
  for (const command of story) await obey(world, command);
}

/** The same; then everything is well again and time goes by until nothing is owed any more. */
export async function play(world: World, story: readonly Command[]): Promise<void> {
  await tell(world, story);
  Object.assign(world.company, { isDown: false, sendings: [] });
  await world.restart();
  for (let patience = 0; patience < 16; patience += 1) {
    await runAll(world);
    goBy(world.company, PATIENCE);
  }
  judgeEnd(world.oracle);
}

async function obey(world: World, command: Command): Promise<void> {
  if ('deed' in command) {
    await Promise.all([command.deed, ...(command.racing ? [command.racing] : [])].map((deed) => act(world, deed)));
    return;
  }
  switch (command.kind) {
    case 'run-all':
      return runAll(world);
    case 'restart':
      return world.restart(command.policy);
    case 'wait':
      return goBy(world.company, command.milliseconds);
    case 'set-clock':
      return world.setClock(command.milliseconds);
    case 'role': {
      const { by, role, external } = command;
      world.people.splice(by, 1, { ...personAt(world, by), role, external });
      return;
    }
    case 'refund-by-hand':
      return byHand(world, command);
    case 'sending':
      return void world.company.sendings.push(command.sending);
    case 'outage':
      return void Object.assign(world.company, { isDown: command.isDown });
    case 'die':
      return void Object.assign(world.death, { at: command.at, passes: command.passes });
  }
}

/** A company that checks no versions cannot be changed by hand while something may be on its way to it. */
function byHand({ company, oracle }: World, { order, amount }: Extract<Command, { kind: 'refund-by-hand' }>): void {
  const id = ORDER_IDS[order];
  const isBusy = [...oracle.ledger.values()].some(
    ({ status, proposal }) => (status === 'executing' || status === 'unknown') && proposal.target === `order:${id}`,
  );
  if (company.checksVersions || !isBusy) refundByHand(company, id, amount);
}

/** Until nothing that is due is left; what cannot be done now stays for later. */
async function runAll(world: World): Promise<void> {
  await world.attempt(() => world.state.process.check());
  const tried = new Set<string>();
  for (;;) {
    const job = world.jobs(false).find(({ id }) => !tried.has(id));
    if (!job) return;
    tried.add(job.id);
    await world.run(job);
  }
}

async function act(world: World, deed: Deed): Promise<void> {
  switch (deed.kind) {
    case 'ask': {
      const by = deed.isColleague ? personAt(world, 2) : alice;
      const thread = THREADS[world.clock.ids % THREADS.length] ?? THREADS[0];
      if (thread) await world.come(world.write({ thread, orders: deed.orders, amount: deed.amount, by }));
      return;
    }
    case 'press':
      return press(world, deed);
    case 'confirm':
      return confirm(world, deed);
    case 'reopen':
      return reopen(world, deed);
    case 'answer':
      return answer(world, deed);
    case 'delete':
      return remove(world, deed);
    case 'edit':
    case 'form':
      return sendIn(world, deed);
    case 'run':
    case 'again': {
      const jobs = world.jobs(deed.kind === 'again');
      const job = jobs[deed.pick % jobs.length];
      if (job) await world.run(job);
    }
  }
}

type Of<Kind extends Deed['kind']> = Extract<Deed, { kind: Kind }>;

async function press(world: World, { pick, by, verdict }: Of<'press'>): Promise<void> {
  const approval = pickOne(world, pick, ['pending']);
  const at = approval && cardWith(world, approval);
  if (at) await world.come(jobOf('click', approval, { ...at, ...whoAt(world, by), verdict }));
}

async function confirm(world: World, { pick, by, verdict }: Of<'confirm'>): Promise<void> {
  const approval = pickOne(world, pick, ['prepared']);
  const at = approval && confirmationOf(world, approval);
  if (at) await world.come(jobOf('confirm', approval, { ...at, ...whoAt(world, by), verdict }));
}

async function reopen(world: World, { pick, by }: Of<'reopen'>): Promise<void> {
  const approval = pickOne(world, pick, ['expired', 'stale']);
  const at = approval && cardWith(world, approval);
  if (at) await world.come(jobOf('reopen', approval, { ...at, ...whoAt(world, by) }));
}

/** Slack sends a press once or twice: two in the same state of the card are one. */
const jobOf = (
  kind: 'click' | 'confirm' | 'reopen',
  { id, version }: Approval,
  data: { user: string; [field: string]: Json },
): Job => ({
  id: JobId.parse(`${kind}:${id}:${data.user}:${version}`),
  key: id,
  kind,
  data: { approval: id, ...data },
});

const whoAt = (world: World, by: number) => ({ team: TEAM, user: personAt(world, by).slackUser });

interface Button {
  channel: ChannelId;
  message: MessageTs;
  version: number;
}

/** As it is drawn now. */
function cardWith({ messenger }: World, approval: Approval): Button | undefined {
  for (const { ref, message } of messenger.read) {
    if (message.kind === 'card' && message.rows.some((row) => cardOf(row) === cardOf(approval)))
      return { channel: ref.channel, message: ref.ts, version: cardVersion(message.rows) };
  }
  return undefined;
}

function confirmationOf({ messenger }: World, { id }: Approval): Button | undefined {
  for (const { ref, message } of messenger.read) {
    if (message.kind === 'confirmation' && message.approval.id === id)
      return { channel: ref.channel, message: ref.ts, version: message.approval.version };
  }
  return undefined;
}

/** Says something in the thread of a request that waits; it is an answer if something was asked there. */
async function answer(world: World, { pick }: Of<'answer'>): Promise<void> {
  const waiting = [...world.oracle.ledger.values()].filter(({ status }) => status === 'pending');
  const questioned = waiting.filter((approval) => unanswered(approval).length > 0);
  const among = questioned.length > 0 ? questioned : waiting;
  const approval = among[pick % among.length];
  const by = world.people.find(({ slackUser }) => slackUser === approval?.requester.slackUser);
  if (approval && by) await world.come(world.write({ thread: approval.conversation, orders: [], amount: 0, by }));
}

async function remove(world: World, { pick }: Of<'delete'>): Promise<void> {
  const approval = pickOne(world, pick, ['pending', 'prepared']);
  if (!approval?.source) return;
  const { conversation, source } = approval;
  const id = JobId.parse(`deletion:${source}`);
  await world.come({ id, key: conversation, kind: 'deletion', data: { conversation, ts: source } });
}

async function sendIn(world: World, deed: Extract<Deed, { kind: 'edit' | 'form' }>): Promise<void> {
  const isSettling = deed.kind === 'form' && deed.form === 'settle';
  const approval = pickOne(world, deed.pick, [isSettling ? 'unknown' : 'pending']);
  if (!approval || (isSettling && isOnItsWay(world, approval))) return;
  const entry = entryOf(world, approval, deed);
  const submission = { approval: approval.id, version: approval.version, ...whoAt(world, deed.by), entry };
  await world.attempt(() => world.state.process.desk.submit(submission));
}

/** Nobody says what became of something before it can have become anything. */
const isOnItsWay = ({ company }: World, { id }: Approval): boolean => company.onItsWay.some(({ key }) => key === id);

function entryOf({ company }: World, { id }: Approval, deed: Extract<Deed, { kind: 'edit' | 'form' }>): Entry {
  if (deed.kind === 'edit') return { kind: 'edit', amount: (deed.amount / 100).toFixed(2), note: 'as agreed' };
  switch (deed.form) {
    case 'reject':
      return { kind: 'reject', reason: 'other', note: '', said: 'Sorry, no.', takesOver: false };
    case 'ask':
      return { kind: 'ask', question: 'Which one?' };
    case 'settle': {
      const hasHappened = company.journal.some(({ key }) => key === id);
      return { kind: 'settle', verdict: hasHappened ? 'done' : 'not-done', note: 'I looked', reference: '' };
    }
  }
}

/** Mostly one in that state; buttons of others may be pressed as well. */
function pickOne({ oracle }: World, pick: number, statuses: readonly Approval['status'][]): Approval | undefined {
  const all = [...oracle.ledger.values()];
  const fitting = all.filter(({ status }) => statuses.includes(status));
  const among = pick % 6 === 5 || fitting.length === 0 ? all : fitting;
  return among[pick % among.length];
}

function personAt({ people }: World, by: number): Principal {
  const person = people[by % people.length];
  if (!person) throw new Error('nobody is there');
  return person;
}
