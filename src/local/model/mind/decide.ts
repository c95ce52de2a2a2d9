import type { IntentClassifier } from './intents.ts';
import { fillCall } from './arguments.ts';
import { changedRecord } from './changed-record.ts';
import { holdBack } from './hold-back.ts';
import { READS } from './look-up.ts';
import { plan } from './plan.ts';
import type { Answer, Call, Choice, Item, ModelRequest, ToolSpec } from './request.ts';
import { requestsInNote, requestsInThread } from './requests.ts';
import type { OpenRequest } from './requests.ts';
import { tasksOf } from './tasks.ts';
import type { Memory } from './tasks.ts';
import type { Move, Task } from './task.ts';
import { toTurns } from './turns.ts';
import type { Turn } from './turns.ts';
import { shorten } from './words.ts';

const MOST_CALLS = 8;
const NAME = 'offline demo model';
const INTRODUCTION = `_I'm the ${NAME}: I run on this machine and understand simple requests._`;

/** The next step of the conversation: either calls or a text. Nothing but the request decides it. */
export function decide(classify: IntentClassifier, { tools, items, choice }: ModelRequest): Answer {
  const turns = toTurns(items.filter(({ kind }) => kind !== 'requests'));
  const turn = turns.at(-1);
  if (!turn) return speak(items.some(({ kind }) => kind === 'note') ? '' : 'Hello! How can I help?', items);
  const mind = { classify, tools, openNow: openNow(items) };
  const moves = turn.notes.length === 0 ? movesOf(mind, turns) : movesAfterOutcome(mind, turns, turn);
  const calls = chosen(choice, callsOf(moves), { tools, turn });
  if (calls.length > 0) return { text: '', calls };
  const isHeldBack = choice === 'none' && moves.some(({ kind }) => kind === 'call');
  return speak(joined(moves) || (isHeldBack ? OUT_OF_STEPS : ''), items);
}

const OUT_OF_STEPS = "I couldn't look up everything I need for this. Shall I bring in a person?";

/** A call that has to be made is made, wanted or not, with the person's words where words are asked for. */
function chosen(
  choice: Choice | undefined,
  calls: readonly Call[],
  { tools, turn }: { tools: readonly ToolSpec[]; turn: Turn },
): readonly Call[] {
  if (choice === undefined) return calls;
  if (choice === 'none') return [];
  const tool = tools.find(({ name }) => name === choice.tool);
  if (!tool) return calls;
  const words = shorten(turn.words, 200);
  const wanted = calls.filter(({ name }) => name === tool.name);
  return wanted.length > 0 ? wanted : [fillCall(tool, { wants: words, reason: words, query: words })];
}

function openNow(items: readonly Item[]): readonly OpenRequest[] | undefined {
  const note = items.findLast((item) => item.kind === 'requests');
  return note && requestsInNote(note.text);
}

interface Mind {
  classify: IntentClassifier;
  tools: readonly ToolSpec[];
  /** Undefined: the bot says nothing about it, and only the thread tells. */
  openNow: readonly OpenRequest[] | undefined;
}
interface Planned {
  task: Task;
  move: Move;
}

/** The plans of the last turn. The turns before are thought through again, to know what they left open. */
function planTurns({ classify, tools, openNow: now }: Mind, turns: readonly Turn[]): readonly Planned[] {
  return turns.reduce<readonly Planned[]>((before, turn, index) => {
    const isLast = index === turns.length - 1;
    const requests = (isLast ? now : undefined) ?? requestsInThread(turns.slice(0, index));
    const scene = { tools, turn, turns: turns.slice(0, index + 1), requests };
    const planned = tasksOf(classify, turn.words, { ...memoryOf(before), requests }).map((task) => ({
      task,
      move: plan(task, scene),
    }));
    return planned.map(({ task, move }) => ({ task, move: holdBack(move, turn) }));
  }, []);
}

const memoryOf = (planned: readonly Planned[]): Omit<Memory, 'requests'> => ({
  tasks: planned.map(({ task }) => task),
  open: planned.flatMap(({ task, move }) => (move.kind === 'ask' ? [{ task, ask: move }] : [])),
});

/**
 * Everything is read before anything is asked for, so that several changes are asked for together, in the person's order.
 * Two changes of one record are asked for one after the other: the second waits for the first one's outcome.
 */
function callsOf(moves: readonly Move[]): readonly Call[] {
  const calls = moves.flatMap((move) => (move.kind === 'call' ? move.calls : []));
  const different = calls.filter(
    (call, index) => !calls.slice(0, index).some((other) => sameText(call, other) || clash(call, other)),
  );
  const reads = different.filter(({ name }) => READS.includes(name));
  return (reads.length > 0 ? reads : different).slice(0, MOST_CALLS);
}

const sameText = (a: Call, b: Call): boolean => a.name === b.name && a.arguments === b.arguments;

const clash = (a: Call, b: Call): boolean => changedRecord(a) !== undefined && changedRecord(a) === changedRecord(b);

const movesOf = (mind: Mind, turns: readonly Turn[]): readonly Move[] => planTurns(mind, turns).map(({ move }) => move);

/** After an outcome the person has been told already: only what waited for it goes on. */
function movesAfterOutcome(mind: Mind, turns: readonly Turn[], turn: Turn): readonly Move[] {
  const before = movesOf(mind, [...turns.slice(0, -1), beforeLastNote(turn)]);
  return movesOf(mind, turns).filter((_, index) => before[index]?.kind === 'wait');
}

const beforeLastNote = (turn: Turn): Turn => ({
  ...turn,
  notes: turn.notes.slice(0, -1),
  findings: turn.findings.filter(({ afterNotes }) => !afterNotes),
});

const textOf = (move: Move): string => (move.kind === 'call' ? '' : move.text);

const joined = (moves: readonly Move[]): string =>
  [...new Set(moves.map(textOf))].filter((text) => text !== '').join('\n\n');

function speak(text: string, items: readonly Item[]): Answer {
  const introduced = items.some((item) => item.kind === 'assistant' && item.text.includes(NAME));
  return { text: text === '' || introduced ? text : `${text}\n\n${INTRODUCTION}`, calls: [] };
}
