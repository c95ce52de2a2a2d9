import type { TakenBack } from '../approvals/open/open-approval.ts';
import { LONGEST_ARGUMENTS } from '../domain/call-arguments.ts';
import type { Item } from '../domain/conversation.ts';
import type { Instant } from '../domain/time.ts';
import type { Step, ToolCall } from '../ports/model.ts';
import type { CallContext } from '../tools/tool.ts';
import { callTool, failed } from './call-tool.ts';
import type { CallDeps, Called, SoFar } from './call-tool.ts';
import { distinctCalls } from './distinct-calls.ts';
import { refusedCalls } from './refused-calls.ts';
import type { Running, TurnRequest } from './running.ts';
import { LARGEST_RESULT, LONGEST_WORDS } from './turn-limits.ts';
import type { Showing, Turn } from './turn.ts';
import { unlessAborted } from './unless-aborted.ts';
import { beginningOf } from './whole-sentences.ts';

export interface RunToolsDeps extends CallDeps {
  /** A read may run beside others; actions go one at a time. */
  isAction: (name: string) => boolean;
  now: () => Instant;
}

/** The turn with this step's calls, each with its result; undefined when it was broken off meanwhile. */
export async function runTools(
  deps: RunToolsDeps,
  { request, signal }: Running,
  turn: Turn,
  step: Step,
): Promise<Turn | undefined> {
  const calls = distinctCalls(step.calls, [...request.items, ...turn.items]);
  const made = turn.items.filter((item) => item.kind === 'call');
  const refused = refusedCalls(calls, made);
  const end = show(
    request.showing,
    calls.filter((_, index) => !refused[index]),
  );
  try {
    return await unlessAborted(signal, () => act(deps, request, turn, { step, calls, refused }));
  } finally {
    end();
  }
}

const show = (showing: Showing | undefined, calls: readonly ToolCall[]): (() => void) =>
  showing && calls.length > 0 ? showing.tools(calls) : () => {};

interface Acting {
  step: Step;
  calls: readonly ToolCall[];
  /** In the order of the calls. */
  refused: ReturnType<typeof refusedCalls>;
}

/** Reads together, actions one after another; results stand in the order of the calls. */
async function act(deps: RunToolsDeps, request: TurnRequest, turn: Turn, acting: Acting): Promise<Turn> {
  const { step, calls, refused } = acting;
  const context = contextOf(request, turn);
  const saidAt = lastWordOf(context.asker, [...request.items, ...turn.items]);
  const run = (call: ToolCall, soFar: Omit<SoFar, 'saidAt'>) => callTool(deps, call, context, { ...soFar, saidAt });
  const others = await Promise.all(
    calls.map(async (call, index): Promise<Called | undefined> => {
      const refusal = refused[index];
      if (refusal) return failed(refusal);
      return deps.isAction(call.name) ? undefined : run(call, turn);
    }),
  );
  const called: Called[] = [];
  const early = distinct([...turn.takenBack, ...others.flatMap((other) => other?.takenBack ?? [])]);
  for (const [index, call] of calls.entries()) {
    const opened = [...turn.opened, ...called.flatMap((earlier) => earlier.opened ?? [])];
    const takenBack = distinct([...early, ...called.flatMap((earlier) => earlier.takenBack ?? [])]);
    called.push(others[index] ?? (await run(call, { opened, takenBack })));
  }
  return {
    ...turn,
    items: [...turn.items, ...itemsOf({ ...step, calls }, called, deps.now())],
    opened: [...turn.opened, ...called.flatMap(({ opened }) => opened ?? [])],
    takenBack: distinct([...early, ...called.flatMap(({ takenBack }) => takenBack ?? [])]),
    handOffs: [...turn.handOffs, ...called.flatMap(({ handOff }) => handOff ?? [])],
    forbidden: [...turn.forbidden, ...called.flatMap(({ forbidden }) => forbidden ?? [])],
    isOverLimit: turn.isOverLimit || called.some(({ isOverLimit }) => isOverLimit),
  };
}

/** What was taken into the turn is asked with the rest, and is the last message. */
function contextOf({ context }: TurnRequest, { items }: Turn): CallContext {
  const taken = items.filter((item) => item.kind === 'person');
  const last = taken.at(-1);
  if (!last) return context;
  const words = [...(context.quote === undefined ? [] : [context.quote]), ...taken.map(({ text }) => text)];
  return { ...context, quote: words.join('\n'), source: last.ts };
}

/** When this person wrote last; 0 for never. */
const lastWordOf = ({ slackUser }: CallContext['asker'], items: readonly Item[]): Instant =>
  items.findLast((item) => item.kind === 'person' && item.by.user === slackUser)?.at ?? 0;

/** Two calls of one step may take the same request back: it is one withdrawal. */
const distinct = (takenBack: readonly TakenBack[]): readonly TakenBack[] => [
  ...new Map(takenBack.map((approval) => [approval.id, approval])).values(),
];

function itemsOf({ text, reasoning = [], calls }: Step, called: readonly Called[], at: Instant): Item[] {
  const said: Item[] = text === '' ? [] : [{ kind: 'assistant', text: beginningOf(text, LONGEST_WORDS), at }];
  const thought = reasoning.map((part): Item => ({ kind: 'reasoning', ...part, at }));
  const made = calls.map((call): Item => ({ kind: 'call', ...call, arguments: keptOf(call), at }));
  const results = calls.map((call, index): Item => ({
    kind: 'result',
    callId: call.callId,
    output: readable(JSON.stringify(called[index]?.output ?? null)),
    at,
  }));
  return [...said, ...thought, ...made, ...results];
}

/** Endless arguments were refused, and would go to the model again with every step. */
const keptOf = ({ arguments: text }: ToolCall): string => (text.length <= LONGEST_ARGUMENTS ? text : '{}');

const readable = (output: string): string => (output.length <= LARGEST_RESULT ? output : TOO_LARGE);

const TOO_LARGE = JSON.stringify({
  error: 'TOO_LARGE',
  message: 'There is more of this than can be read at once. Ask for less: one record by its id, or narrower words.',
});
