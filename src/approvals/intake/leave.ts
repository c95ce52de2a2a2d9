import { bundled } from '../../domain/bundle.ts';
import type { Item } from '../../domain/conversation.ts';
import type { JobId } from '../../domain/ids.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import { reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { CrashPoint } from '../../ports/crash-point.ts';
import type { Engine } from '../../ports/engine.ts';
import type { IntakeEntry } from '../../ports/intake.ts';
import type { Log } from '../../ports/log.ts';
import type { AuditRow, Change, Store } from '../../ports/store.ts';
import { dueOnCard, followUpId } from '../jobs.ts';
import type { Opened } from '../open/open-approval.ts';
import { redraw } from '../redraw.ts';
import { auditOf, person } from '../report/audit-row.ts';
import { colleagueCard } from './call-colleague.ts';
import { MOVED, PASSED_ON, SENT_BEFORE } from './intake-words.ts';
import type { Standing } from './standing.ts';

export interface LeaveDeps {
  store: Store;
  engine: Pick<Engine, 'enqueue'>;
  deliver: (lane: string) => Promise<void>;
  newId: () => string;
  crashPoint: CrashPoint;
  log: Log;
}

/** What is left with the team: a ticket, a call for a colleague, or both. */
export interface Leaving {
  job: JobId;
  standing: Standing;
  entry: IntakeEntry;
  asked?: Opened | undefined;
  forbidden?: AuditRow | undefined;
  isCalling: boolean;
  at: Instant;
}

/** Saves all of it at once and does what it makes due; the refusal says that somebody was first. `said`: what whoever sent it reads. */
export async function leave(deps: LeaveDeps, leaving: Leaving, said: string): Promise<Result<string, string>> {
  const change = changeOf(deps.newId, leaving);
  deps.crashPoint('desk:before-commit');
  if (!(await deps.store.commit(change)))
    return (await deps.store.isDone(leaving.job)) ? ok(SENT_BEFORE) : refuse(MOVED);
  deps.crashPoint('desk:after-commit');
  const opened = leaving.asked ? [leaving.asked.opened] : [];
  await Promise.all(dueOnCard(opened).map((job) => deps.engine.enqueue(job)));
  for (const lane of new Set(change.outgoing?.map((outgoing) => outgoing.lane))) sayBehind(deps, lane);
  return ok(said);
}

function changeOf(newId: () => string, leaving: Leaving): Change {
  const { job, standing, asked, isCalling, at } = leaving;
  const opened = asked ? bundled([asked.opened]) : [];
  const superseded = asked?.superseded ? [asked.superseded] : [];
  const moved = [...superseded, ...opened];
  return {
    ...(isCalling && standing.isHere ? { append: noteIn(standing, at) } : {}),
    approvals: [...superseded.map((to) => ({ to, from: to.version - 1 })), ...opened.map((to) => ({ to }))],
    outgoing: [...redraw(newId, moved), ...toldBy(newId, leaving)],
    done: job,
    // No model waits for what becomes of it.
    alsoDone: opened.map(followUpId),
    audit: [...moved.map((approval) => auditOf(approval, at)), ...notedBy(leaving)],
  };
}

/** A ticket speaks for itself once it is open. */
const toldBy = (newId: () => string, { standing, entry, asked, isCalling }: Leaving): readonly Outgoing[] => [
  ...(isCalling ? [colleagueCard(newId, standing, { entry, ticket: asked?.opened })] : []),
  ...(asked ? [] : reply(newId, standing.where, PASSED_ON)),
];

const notedBy = ({ standing: { by }, forbidden, isCalling, at }: Leaving): readonly AuditRow[] => [
  ...(forbidden ? [forbidden] : []),
  ...(isCalling ? [{ at, event: 'called-person', ...person(by), detail: { from: 'form' } }] : []),
];

const noteIn = ({ by, where }: Standing, at: Instant): { conversation: Standing['where']; items: readonly Item[] } => ({
  conversation: where,
  items: [{ kind: 'note', text: 'A colleague was called by a form.', about: by.slackUser, at }],
});

/** Slack waits for the answer, not for the messages: they are in the outbox, and a timer says what fails. */
const sayBehind = ({ deliver, log }: LeaveDeps, lane: string): void =>
  void deliver(lane).catch((error: unknown) => log.warn({ lane, error: String(error) }, 'not said yet'));
