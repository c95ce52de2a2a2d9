import { isOpen } from '../domain/approval.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { ToolChoice } from '../ports/model.ts';
import type { Wake } from '../ports/wake.ts';
import type { CallContext, Tool } from '../tools/tool.ts';
import { asksForPerson, isPersonCalled } from './asks-for-person.ts';
import { conclude } from './conclude.ts';
import { outageWords, OUTAGE, tooLongWords, tooSlowWords } from './own-words.ts';
import { instructionsFor } from './prompt.ts';
import { withRequests } from './requests-note.ts';
import { choiceFor, JUST_BEGUN, hear, over } from './running.ts';
import type { Progress, Running, Thinking, TurnRequest } from './running.ts';
import { runTools } from './run-tools.ts';
import type { RunToolsDeps } from './run-tools.ts';
import { think } from './think.ts';
import type { ThinkDeps } from './think.ts';
import { HARD_TIME } from './turn-limits.ts';
import { addUsage, saying } from './turn.ts';
import type { Turn } from './turn.ts';
import { unlessAborted } from './unless-aborted.ts';

export interface TurnDeps extends RunToolsDeps, ThinkDeps {
  /** At most 10, chosen by role. */
  toolsFor: (asker: CallContext['asker'], hasOpenRequest: boolean) => readonly Tool[];
  crashPoint: CrashPoint;
  wake: Wake;
}

/** Think, look up, propose, answer; every way it can end is said in words. */
export async function runTurn(deps: TurnDeps, request: TurnRequest): Promise<Turn> {
  const { signal, letGo } = patienceWith(deps, request);
  try {
    const run = begin(deps, request, signal);
    let progress: Progress = JUST_BEGUN; // what each step makes of it
    while (progress.kind === 'thinking') progress = await takeStep(deps, run, progress);
    return withoutReasoning(progress.turn);
  } finally {
    letGo();
  }
}

/** Its signal is given when the turn is stopped or takes too long. One of its own: `AbortSignal.any` costs every step more. */
function patienceWith({ wake }: TurnDeps, { listening }: TurnRequest): { signal: AbortSignal; letGo: () => void } {
  const over = new AbortController();
  const end = (): void => over.abort();
  const callOff = wake(HARD_TIME, end);
  if (listening?.signal.aborted) end();
  listening?.signal.addEventListener('abort', end, { once: true });
  return {
    signal: over.signal,
    letGo: () => {
      callOff();
      listening?.signal.removeEventListener('abort', end);
    },
  };
}

function begin(deps: TurnDeps, request: TurnRequest, signal: AbortSignal): Running {
  const { items, approvals, context } = request;
  // The same for the whole turn: a tool that was used stays there, and the provider's prompt cache holds.
  const tools = deps.toolsFor(context.asker, approvals.some(isOpen)).map(({ spec }) => spec);
  const begins = firstChoice(request, tools);
  return {
    request,
    before: withRequests(items, approvals, context),
    instructions: instructionsFor({ ...context, items, policy: deps.policy }),
    tools,
    ...(begins && { begins }),
    startedAt: deps.now(),
    signal,
  };
}

/** Whoever asks for a person and nothing else is not argued with. */
function firstChoice({ items, isFollowUp }: TurnRequest, tools: Running['tools']): ToolChoice | undefined {
  const last = items.at(-1);
  const isWish = !isFollowUp && last?.kind === 'person' && asksForPerson(last.text) && !isPersonCalled(items);
  return isWish && tools.some(({ name }) => name === 'hand_off') ? { tool: 'hand_off' } : undefined;
}

async function takeStep(deps: TurnDeps, run: Running, before: Thinking): Promise<Progress> {
  const choice = choiceFor(run, before, deps.now());
  // What comes when nothing can be looked up any more is better answered by a turn of its own.
  const progress = before.steps === 0 || choice === 'none' ? before : hear(run, before);
  const step = await unlessAborted(run.signal, () => think(deps, run, progress.turn, choice));
  if (run.signal.aborted || !step) return over(brokenOff(run, progress.turn, deps.now()));
  deps.crashPoint('turn:after-model');
  if (step === 'outage') return over(withoutModel(run, calling(run, progress.turn, choice), deps.now()));
  const turn = { ...progress.turn, usage: addUsage(progress.turn.usage, step.usage) };
  const thought = { ...progress, turn, steps: progress.steps + 1 };
  if (step.ending !== undefined || step.calls.length === 0)
    return conclude(run, thought, { step, choice, now: deps.now() });
  if (choice === 'none') return over(saying(turn, tooLongWords(turn), deps.now()));
  const acted = await runTools(deps, run, turn, step);
  return acted ? { ...thought, turn: acted } : over(brokenOff(run, turn, deps.now()));
}

function brokenOff({ request }: Running, turn: Turn, now: Instant): Turn {
  if (request.listening?.signal.aborted) return { ...turn, isStopped: true };
  return saying(turn, tooSlowWords(turn, request.isFollowUp ?? false), now);
}

/** Whoever asks for a person gets one, model or not. */
function calling({ request }: Running, turn: Turn, choice: ToolChoice | undefined): Turn {
  const last = request.items.at(-1);
  if (typeof choice !== 'object' || last?.kind !== 'person') return turn;
  return { ...turn, handOffs: [...turn.handOffs, `They wrote: “${last.text.slice(0, QUOTED)}”`] };
}

/** In characters. */
const QUOTED = 300;

function withoutModel({ request }: Running, turn: Turn, now: Instant): Turn {
  const words = outageWords(turn, request.isFollowUp ?? false);
  return { ...saying(turn, words, now), offersIntake: words === OUTAGE };
}

/** What the model thought is of no use to a later turn. */
const withoutReasoning = (turn: Turn): Turn => ({
  ...turn,
  items: turn.items.filter(({ kind }) => kind !== 'reasoning'),
});
