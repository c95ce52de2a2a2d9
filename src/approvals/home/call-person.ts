import { ChannelId, JobId, MessageTs, conversationOf } from '../../domain/ids.ts';
import type { ConversationId, PersonId } from '../../domain/ids.ts';
import type { Approval } from '../../domain/approval.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Fact } from '../../domain/proposal.ts';
import { ok, refuse } from '../../domain/result.ts';
import { callPerson } from '../../domain/say.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Directory } from '../../ports/directory.ts';
import type { HomeDesk, Visitor } from '../../ports/home.ts';
import type { Log } from '../../ports/log.ts';
import type { Change, Store } from '../../ports/store.ts';
import { person } from '../report/audit-row.ts';

export interface CallDeps {
  store: Store;
  directory: Directory;
  deliver: (lane: string) => Promise<void>;
  newId: () => string;
  now: () => Instant;
  crashPoint: CrashPoint;
  log: Log;
}

/** One card for so long, however often somebody calls. */
const AGAIN_AFTER = 10 * MINUTE;
/** Their latest requests, for whoever answers. */
const SHOWN = 3;

type Calls = Map<PersonId, { at: Instant; press: string }>;

export interface PersonCaller {
  callPerson: HomeDesk['callPerson'];
  /** When colleagues were told; undefined: not since this start, or long enough ago to be told again. */
  calledAt: (person: PersonId) => Instant | undefined;
}

/** Colleagues get a card; the press is its job's mark, so that one that comes again calls nobody again. */
export function personCaller(deps: CallDeps): PersonCaller {
  const calls: Calls = new Map();
  return {
    callPerson: caller(deps, calls),
    calledAt: (person) => {
      const last = calls.get(person);
      return last && deps.now() - last.at < AGAIN_AFTER ? last.at : undefined;
    },
  };
}

function caller(deps: CallDeps, calls: Calls): HomeDesk['callPerson'] {
  return async (visitor, press) => {
    const by = await deps.directory.resolve(visitor, 'ask');
    const whyNot = barred(by);
    if (whyNot !== undefined) return refuse(whyNot);
    const job = JobId.parse(`call:${visitor.team}:${visitor.user}:${press}`);
    if (await deps.store.isDone(job)) return ok('called');
    const now = deps.now();
    const last = calls.get(by.person);
    if (last && last.press !== press && now - last.at < AGAIN_AFTER) return refuse(calledBefore(now - last.at));
    forget(calls, now);
    // Before it is saved, so that another press in the same moment finds it.
    calls.set(by.person, { at: now, press });
    await save(deps, { visitor, by, now }, job).catch((error: unknown) => {
      calls.delete(by.person);
      throw error;
    });
    return ok('called');
  };
}

async function save(deps: CallDeps, call: Call, job: JobId): Promise<void> {
  const change = changeFor(deps, call, await deps.store.askedBy(call.by.person, SHOWN));
  deps.crashPoint('desk:before-commit');
  if (!(await deps.store.commit({ ...change, done: job }))) return;
  deps.crashPoint('desk:after-commit');
  for (const { lane } of change.outgoing ?? []) sayBehind(deps, lane);
}

function barred({ external, role }: Principal): string | undefined {
  if (external) return 'Only customers of this workspace can call a person here.';
  return role === 'customer' ? undefined : 'This button is for customers. Nobody was called.';
}

function calledBefore(since: number): string {
  const minutes = Math.floor(since / MINUTE);
  const ago = minutes < 1 ? 'a moment ago' : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'} ago`;
  return `A colleague was told ${ago} and will write to you.`;
}

interface Call {
  visitor: Visitor;
  by: Principal;
  now: Instant;
}

function changeFor({ newId }: CallDeps, { visitor, by, now }: Call, requests: readonly Approval[]): Change {
  const wants = 'They pressed “Talk to a person” in Home and wait for a colleague to write to them.';
  const facts = [...customerFact(by), ...requests.map(factOf)];
  return {
    outgoing: [
      callPerson(newId, homeOf(visitor, now), { user: visitor.user, wants, by: 'deskhand', facts, from: 'home' }),
    ],
    audit: [{ at: now, event: 'called-person', ...person(by), detail: { from: 'home' } }],
  };
}

const customerFact = ({ customerId }: Principal): readonly Fact[] =>
  customerId === undefined ? [] : [{ label: 'Customer', value: customerId }];

const factOf = ({ id, status, proposal: { words } }: Approval): Fact => ({
  label: 'Asked for',
  value: `${words.effect} · ${id} · ${status}`,
});

/** Home has no thread. As in a direct message with the assistant, nobody else can write into it. */
const homeOf = ({ team, user }: Visitor, now: Instant): ConversationId =>
  conversationOf({
    team,
    channel: ChannelId.parse(`D-home-${user}`),
    ts: MessageTs.parse((now / SECOND).toFixed(6)),
  });

/** Only what is old enough to count no more. */
function forget(calls: Calls, now: Instant): void {
  for (const [who, { at }] of calls) if (now - at >= AGAIN_AFTER) calls.delete(who);
}

/** Slack waits for the answer, not for the card: that is in the outbox, and a timer says what fails. */
const sayBehind = ({ deliver, log }: CallDeps, lane: string): void =>
  void deliver(lane).catch((error: unknown) => log.warn({ lane, error: String(error) }, 'not said yet'));
