import type { JobId } from '../domain/ids.ts';
import type { Instant } from '../domain/time.ts';
import type { Job } from '../ports/engine.ts';
import type { MessageJob } from '../ports/jobs.ts';
import type { Memory } from '../ports/memory.ts';
import type { Usage } from '../ports/model.ts';
import { answeredRequests } from './answered-requests.ts';
import { askModel, countedFor } from './ask-model.ts';
import type { AskDeps, Came } from './ask-model.ts';
import { commitTurn } from './commit-turn.ts';
import type { CommitDeps } from './commit-turn.ts';
import { listenTo } from './listen.ts';
import type { Heard } from './listen.ts';
import { putOff } from './put-off.ts';
import { itemOf, pose } from './question.ts';
import type { PoseDeps, Question } from './question.ts';
import type { ShownTurn } from './show-turn.ts';
import { NOTHING_YET, addUsage, saying } from './turn.ts';
import type { Turn } from './turn.ts';
import { unanswered } from './stop-turn.ts';

export type TakeTurnDeps = AskDeps & CommitDeps & PoseDeps;

export interface Begun {
  job: Job;
  message: MessageJob;
  saidAt: Instant;
  shown: ShownTurn;
  /** By runs of this turn that came to nothing. */
  used: Usage;
}

const STOPPED = 'Stopped, as you asked. Nothing was changed.';

type Ended =
  | { kind: 'saved'; isSaid: boolean }
  /** Somebody moved an approval first. */
  | { kind: 'moved' }
  /** Stop was pressed, or something of what it was asked is gone. */
  | { kind: 'interrupted'; used: Usage };

/** Whether something is said now; undefined when an approval was moved under the turn, which has changed nothing before its commit. */
export async function takeTurn(deps: TakeTurnDeps, begun: Begun, memory?: Memory): Promise<boolean | undefined> {
  const heard = listenTo(deps.engine, begun.job);
  const ended = await run(deps, begun, { heard, memory }).finally(heard.end);
  switch (ended.kind) {
    case 'saved':
      return ended.isSaid;
    case 'moved':
      return undefined;
    case 'interrupted':
      return takeTurn(deps, { ...begun, used: ended.used });
  }
}

interface Known {
  heard: Heard;
  memory: Memory | undefined;
}

async function run(deps: TakeTurnDeps, begun: Begun, { heard, memory }: Known): Promise<Ended> {
  const question = await pose(deps, begun, heard.begun, memory);
  const stops = question.parts.length === 0 ? [] : await unanswered(deps.store, heard.begun.stops);
  const posed = { heard, question, stops };
  const came = await think(deps, begun, posed);
  const used = came.kind === 'turn' ? addUsage(begun.used, came.turn.usage) : begun.used;
  const hasDraft = await begun.shown.hasDraft();
  if (heard.signal.aborted) return { kind: 'interrupted', used };
  deps.crashPoint('turn:before-commit');
  return came.kind === 'wait'
    ? wait(deps, begun, { ...posed, came })
    : save(deps, begun, { ...posed, came: { ...came, turn: { ...came.turn, usage: used } }, hasDraft });
}

interface Posed {
  heard: Heard;
  question: Question;
  /** Presses of Stop that this turn answers. */
  stops: readonly JobId[];
}

async function think(deps: TakeTurnDeps, begun: Begun, { heard, question, stops }: Posed): Promise<Came> {
  if (question.parts.length === 0) return { kind: 'turn', turn: NOTHING_YET, spentOn: [] };
  if (stops.length > 0) return { kind: 'turn', turn: saying(NOTHING_YET, STOPPED, deps.now()), spentOn: [] };
  const { by } = question;
  const takeIn = () => heard.takeIn().map((news) => itemOf(news, { by, at: deps.now() }));
  return askModel(deps, begun.job.id, question, {
    listening: { takeIn, signal: heard.signal },
    showing: begun.shown.showing,
  });
}

interface Thought extends Posed {
  came: Extract<Came, { kind: 'turn' }>;
  hasDraft: boolean;
}

async function save(
  deps: TakeTurnDeps,
  { job, message, used }: Begun,
  { heard, question, stops, came, hasDraft }: Thought,
): Promise<Ended> {
  const { conversation, user } = message;
  const { asker, before, asked, summary, parts } = question;
  const isCounted = came.spentOn.length > 0 || used.output > 0;
  const isSaved = await commitTurn(deps, {
    job: job.id,
    conversation,
    user,
    before,
    // Again, if their answer was put off: what follows in the thread is for whoever wrote them.
    asked,
    turn: came.turn,
    resumed: stops.length > 0 || parts.length === 0 ? [] : resumedBy(deps, question, came.turn),
    hasDraft,
    alsoDone: [...heard.jobs(), ...stops],
    ...(summary && { summary }),
    ...(asker && isCounted && { spentOn: countedFor(asker.person, conversation) }),
    at: deps.now(),
  });
  return isSaved ? { kind: 'saved', isSaid: came.turn.reply !== '' } : { kind: 'moved' };
}

/** Requests whose question this answers; what the person takes back needs no answer any more. */
function resumedBy(deps: TakeTurnDeps, { asker, approvals, asked }: Question, turn: Turn) {
  if (!asker) return [];
  const said = [...asked, ...turn.items].flatMap((item) => (item.kind === 'person' ? item.text : []));
  const answered = answeredRequests(deps, approvals, { by: asker, text: said.join('\n'), at: deps.now() });
  return answered.filter(({ id }) => !turn.takenBack.some((other) => other.id === id));
}

async function wait(
  deps: TakeTurnDeps,
  { job, message }: Begun,
  { heard, question, came }: Posed & { came: Extract<Came, { kind: 'wait' }> },
): Promise<Ended> {
  const { parts, fresh: asked } = question;
  const isSaved = await putOff(deps, {
    job: job.id,
    conversation: message.conversation,
    parts,
    asked,
    alsoDone: heard.jobs(),
    until: came.until,
    isTold: came.isFirst,
    now: deps.now(),
  });
  return isSaved ? { kind: 'saved', isSaid: came.isFirst } : { kind: 'moved' };
}
