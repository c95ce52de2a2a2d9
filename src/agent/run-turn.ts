import type { TakenBack } from '../approvals/open/open-approval.ts';
import { isOpen } from '../domain/approval.ts';
import type { Approval } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Model, Step, ToolCall } from '../ports/model.ts';
import type { CallContext, Tool } from '../tools/tool.ts';
import { callTool } from './call-tool.ts';
import type { CallDeps, Called, SoFar } from './call-tool.ts';
import { distinctCalls } from './distinct-calls.ts';
import { outageWords, tooLongWords, unsaidWords } from './own-words.ts';
import { instructionsFor } from './prompt.ts';
import { withRequests } from './requests-note.ts';
import { NOTHING_YET, saying } from './turn.ts';
import type { Turn } from './turn.ts';
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
  /** Of this thread, as saved. */
  approvals: readonly Approval[];
  /** Nobody is waiting for an answer: an outage of the model is no news to anybody. */
  isFollowUp?: boolean;
}

/** Think, look up, propose, answer. An outage of the model becomes one plain sentence. */
export async function runTurn(deps: TurnDeps, request: TurnRequest): Promise<Turn> {
  const { items, approvals, context, isFollowUp = false } = request;
  const before = withRequests(items, approvals, context);
  let turn = NOTHING_YET;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const step = await think(deps, { ...request, items: before }, turn);
    deps.crashPoint('turn:after-model');
    if (step === 'outage') return saying(turn, outageWords(turn, isFollowUp), deps.now());
    if (step.calls.length === 0) return saying(turn, step.text || unsaidWords(turn, items), deps.now());
    const calls = distinctCalls(step.calls, [...items, ...turn.items]);
    turn = await act(deps, request, turn, { ...step, calls });
  }
  return saying(turn, tooLongWords(turn), deps.now());
}

async function think(deps: TurnDeps, { context, items, approvals }: TurnRequest, turn: Turn): Promise<Step | 'outage'> {
  // The same for the whole turn: a tool that was used stays there, and the provider's prompt cache holds.
  const tools = deps.toolsFor(context.asker, approvals.some(isOpen)).map((tool) => tool.spec);
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

/** Reads together, actions one after another; results stand in the order of the calls. */
async function act(deps: TurnDeps, { context, items }: TurnRequest, turn: Turn, step: Step): Promise<Turn> {
  const saidAt = lastWordOf(context.asker, items);
  const run = (call: ToolCall, soFar: Omit<SoFar, 'saidAt'>) => callTool(deps, call, context, { ...soFar, saidAt });
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
    isOverLimit: turn.isOverLimit || called.some(({ isOverLimit }) => isOverLimit),
  };
}

/** When this person wrote last; 0 for never. */
const lastWordOf = ({ slackUser }: CallContext['asker'], items: readonly Item[]): Instant =>
  items.findLast((item) => item.kind === 'person' && item.by.user === slackUser)?.at ?? 0;

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
