import type { TakenBack } from '../approvals/open-approval.ts';
import type { Approved, Pending } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Model, Step, ToolCall } from '../ports/model.ts';
import type { AuditRow } from '../ports/store.ts';
import type { CallContext, Tool } from '../tools/tool.ts';
import { callTool } from './call-tool.ts';
import type { CallDeps, Called, SoFar } from './call-tool.ts';
import { distinctCalls } from './distinct-calls.ts';
import { instructionsFor } from './prompt.ts';
import { visibleTo } from './visible-items.ts';

/** Model calls in one turn. */
const MOST_STEPS = 8;

export interface TurnDeps extends CallDeps {
  model: Model;
  /** At most 10, chosen by role. */
  toolsFor: (asker: CallContext['asker'], hasOpenRequest: boolean) => readonly Tool[];
  /** A read may run beside others; actions go one at a time. */
  isAction: (name: string) => boolean;
  now: () => Instant;
  crashPoint: CrashPoint;
}

export interface TurnRequest {
  context: CallContext;
  /** What the thread remembers, the new message included. */
  items: readonly Item[];
  hasOpenRequest: boolean;
  /** Nobody is waiting for an answer: an outage of the model is no news to anybody. */
  isFollowUp?: boolean;
}

/** What a turn has come to. Nothing of it is saved yet, nothing has changed. */
export interface Turn {
  /** After the items given; the reply is the last when there is one. */
  items: readonly Item[];
  reply: string;
  opened: readonly (Pending | Approved)[];
  takenBack: readonly TakenBack[];
  handOffs: readonly string[];
  forbidden: readonly AuditRow[];
}

const OUTAGE =
  "I'm sorry, I can't think straight right now: my language model doesn't answer. Your message is safe; please try again in a few minutes, or ask for a person.";
const TOO_LONG =
  "I'm sorry, I couldn't finish this in a reasonable number of steps. Could you ask for one thing at a time, or would you like a person to take over?";

/** Think, look up, propose, answer. An outage of the model becomes one plain sentence. */
export async function runTurn(deps: TurnDeps, request: TurnRequest): Promise<Turn> {
  let turn: Turn = { items: [], reply: '', opened: [], takenBack: [], handOffs: [], forbidden: [] };
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = await think(deps, request, turn);
    deps.crashPoint('turn:after-model');
    if (step === 'outage') return say(deps, turn, outageWords(request, turn));
    if (step.calls.length === 0) return say(deps, turn, step.text);
    const calls = distinctCalls(step.calls, [...request.items, ...turn.items]);
    turn = await act(deps, request.context, turn, { ...step, calls });
  }
  return say(deps, turn, `${askedFor(turn)} ${TOO_LONG}`.trim());
}

/** What was asked for before the outage stays asked for: asking again would be refused. */
function outageWords({ isFollowUp }: TurnRequest, turn: Turn): string {
  if (turn.opened.length > 0) return askedFor(turn);
  return isFollowUp ? '' : OUTAGE;
}

function askedFor({ opened }: Turn): string {
  const subjects = opened.map(({ proposal }) => proposal.words.subject);
  return subjects.length === 0 ? '' : `I've asked for ${subjects.join(' and ')}, and will write here how it ends.`;
}

async function think(
  deps: TurnDeps,
  { context, items, hasOpenRequest }: TurnRequest,
  turn: Turn,
): Promise<Step | 'outage'> {
  // The same for the whole turn: a tool that was used stays there, and the provider's prompt cache holds.
  const tools = deps.toolsFor(context.asker, hasOpenRequest).map((tool) => tool.spec);
  try {
    return await deps.model.step({
      conversation: context.conversation,
      instructions: instructionsFor(context.now),
      items: visibleTo(context.asker, [...items, ...turn.items]),
      tools,
    });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    deps.log.error({ conversation: context.conversation, ...nameAndStatus(error) }, 'the model is unavailable');
    return 'outage';
  }
}

/** An error's text may quote what a person wrote. */
function nameAndStatus({ cause }: Unavailable): Record<string, unknown> {
  if (!(cause instanceof Error)) return { error: typeof cause };
  return { error: cause.name, ...('status' in cause && { status: cause.status }) };
}

function say({ now }: TurnDeps, turn: Turn, text: string): Turn {
  if (text === '') return turn;
  return { ...turn, reply: text, items: [...turn.items, { kind: 'assistant', text, at: now() }] };
}

/** Reads together, actions one after another; results stand in the order of the calls. */
async function act(deps: TurnDeps, context: CallContext, turn: Turn, step: Step): Promise<Turn> {
  const run = (call: ToolCall, soFar: SoFar) => callTool(deps, call, context, soFar);
  const others = await Promise.all(
    step.calls.map(async (call) => (deps.isAction(call.name) ? undefined : run(call, turn))),
  );
  const called: Called[] = [];
  const early = distinct([...turn.takenBack, ...others.flatMap((other) => other?.takenBack ?? [])]);
  for (const [index, call] of step.calls.entries()) {
    const opened = [...turn.opened, ...called.flatMap((earlier) => earlier.opened ?? [])];
    const takenBack = distinct([...early, ...called.flatMap((earlier) => earlier.takenBack ?? [])]);
    called.push(others[index] ?? (await run(call, { opened, takenBack })));
  }
  return {
    ...turn,
    items: [...turn.items, ...itemsOf(step, called, deps.now())],
    opened: [...turn.opened, ...called.flatMap(({ opened }) => opened ?? [])],
    takenBack: distinct([...early, ...called.flatMap(({ takenBack }) => takenBack ?? [])]),
    handOffs: [...turn.handOffs, ...called.flatMap(({ handOff }) => handOff ?? [])],
    forbidden: [...turn.forbidden, ...called.flatMap(({ forbidden }) => forbidden ?? [])],
  };
}

/** Two calls of one step may take the same request back: it is one withdrawal. */
const distinct = (takenBack: readonly TakenBack[]): readonly TakenBack[] => [
  ...new Map(takenBack.map((approval) => [approval.id, approval])).values(),
];

function itemsOf(step: Step, called: readonly Called[], at: Instant): Item[] {
  const said: Item[] = step.text === '' ? [] : [{ kind: 'assistant', text: step.text, at }];
  const calls = step.calls.map((call): Item => ({ kind: 'call', ...call, at }));
  const results = step.calls.map((call, index): Item => ({
    kind: 'result',
    callId: call.callId,
    output: JSON.stringify(called[index]?.output ?? null),
    at,
  }));
  return [...said, ...calls, ...results];
}
