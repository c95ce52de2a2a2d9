import { Unavailable } from '../../domain/errors.ts';
import { HOUR } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Model, Step, StepRequest, Watching } from '../../ports/model.ts';
import { openClient, STEP_TIMEOUT } from './client.ts';
import type { ModelSettings } from './client.ts';
import { concessions, isFiltered } from './concessions.ts';
import type { Given, LeftOut, Optional } from './concessions.ts';
import { delayBeforeRetry, pause } from './patience.ts';
import { readAnswer } from './read-answer.ts';
import type { Reading } from './read-answer.ts';
import type { OpenAI } from './sdk.ts';

/** One of the two APIs: how a request is written and an answer read. */
export interface Dialect extends Reading {
  path: string;
  /** What is left out only when a refusal names it. */
  kept: LeftOut;
  /** `stream` in it is the caller's wish, unless that is left out. */
  toBody: (settings: { model: string; wantsStream: boolean; leftOut: LeftOut }, request: StepRequest) => object;
}

interface Deps {
  settings: ModelSettings;
  dialect: Dialect;
  client: OpenAI;
  /** What this server was found not to take, and until when that is believed. */
  refused: Map<Optional, Instant>;
}
interface Asked {
  request: StepRequest;
  signal: AbortSignal;
  onText: Watching['onText'];
}

/** A model behind one of the APIs; what its server does not take is not asked of it again, for a while if that is a guess. */
export function modelOver(settings: ModelSettings, dialect: Dialect): Model {
  const deps: Deps = { settings, dialect, client: openClient(settings), refused: new Map() };
  return { step: (request, watching = {}) => stepInTime(deps, request, watching) };
}

/** Every way not to get an answer throws `Unavailable('model')`; the time is for everything together, bodies included. */
async function stepInTime(deps: Deps, request: StepRequest, { signal, onText }: Watching): Promise<Step> {
  const { log, timeout = STEP_TIMEOUT } = deps.settings;
  const deadline = AbortSignal.timeout(timeout);
  try {
    const step = await answered(deps, {
      request,
      onText,
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    log.debug(
      { calls: step.calls.length, ...(step.ending && { ending: step.ending }), ...step.usage },
      'model answered',
    );
    return step;
  } catch (cause) {
    // Ended by the caller: nothing is wrong with the model.
    if (!signal?.aborted) log.warn(failureFields(cause), 'model did not answer');
    throw new Unavailable('model', { cause });
  }
}

/** Requests that one step may cost because of what a server does not take. */
const MOST_CONCESSIONS = 3;

interface Attempt extends Given {
  concessions: number;
  /** Milliseconds to wait before it. */
  delay: number;
  isRetry: boolean;
}

/** Asks, without what the server does not take, and once more after a failure that may pass. */
async function answered(deps: Deps, asked: Asked): Promise<Step> {
  const leftOut = refusedAt(deps, deps.settings.now());
  let attempt: Attempt = { leftOut, named: new Set(), concessions: 0, delay: 0, isRetry: false }; // the next one
  for (;;) {
    if (attempt.delay > 0) await pause(deps.settings, attempt.delay, asked.signal);
    const sent = await send(deps, asked, attempt.leftOut);
    if (sent.ok) {
      learn(deps, attempt);
      return wordsOnly(asked.request, sent.step);
    }
    if (isFiltered(sent.error)) return { text: '', calls: [], ending: 'filtered' };
    const next = asked.signal.aborted ? undefined : nextAttempt(deps, asked, attempt, sent.error);
    if (!next) throw sent.error;
    attempt = next;
  }
}

const refusedAt = ({ refused }: Deps, now: Instant): LeftOut =>
  new Set([...refused].flatMap(([name, until]) => (now < until ? name : [])));

/** Milliseconds for which a guess is believed: an odd refusal must not make every later answer worse. */
const GUESS = HOUR;

function learn(deps: Deps, { leftOut, named }: Given): void {
  const now = deps.settings.now();
  const known = refusedAt(deps, now);
  for (const name of leftOut) {
    if (named.has(name)) deps.refused.set(name, Infinity);
    else if (!known.has(name)) deps.refused.set(name, now + GUESS);
  }
}

/** Not every server keeps to it. */
const wordsOnly = ({ toolChoice }: StepRequest, step: Step): Step =>
  toolChoice === 'none' && step.calls.length > 0 ? { ...step, calls: [] } : step;

type Sent = { ok: true; step: Step } | { ok: false; error: unknown };

async function send(
  { client, dialect, settings }: Deps,
  { request, signal, onText }: Asked,
  leftOut: LeftOut,
): Promise<Sent> {
  const body = dialect.toBody({ model: settings.model, wantsStream: onText !== undefined, leftOut }, request);
  try {
    const response = await client.post(dialect.path, { body, signal }).asResponse();
    return { ok: true, step: await readAnswer({ signal, onText, wake: settings.wake }, dialect, response) };
  } catch (error) {
    return { ok: false, error };
  }
}

function nextAttempt(deps: Deps, asked: Asked, attempt: Attempt, error: unknown): Attempt | undefined {
  const given = attempt.concessions < MOST_CONCESSIONS ? nextConcession(deps, asked, attempt, error) : undefined;
  if (given) return { ...attempt, ...given, concessions: attempt.concessions + 1, delay: 0 };
  const delay = attempt.isRetry ? undefined : delayBeforeRetry(error, deps.settings.random);
  return delay === undefined ? undefined : { ...attempt, delay, isRetry: true };
}

/** The first that changes the request; the last chance goes to the barest one. */
function nextConcession(
  { dialect, settings: { model } }: Deps,
  { request, onText }: Asked,
  attempt: Attempt,
  error: unknown,
): Given | undefined {
  const written = (leftOut: LeftOut) =>
    JSON.stringify(dialect.toBody({ model, wantsStream: onText !== undefined, leftOut }, request));
  const choices = concessions(error, attempt, dialect.kept);
  const now = choices.length > 0 ? written(attempt.leftOut) : '';
  const worthwhile = attempt.concessions === MOST_CONCESSIONS - 1 ? choices.slice(-1) : choices;
  return worthwhile.find(({ leftOut }) => written(leftOut) !== now);
}

/** Names and codes only: an error's text may quote what a person wrote. */
function failureFields(cause: unknown): Record<string, unknown> {
  if (!(cause instanceof Error)) return { error: typeof cause };
  return { error: cause.name, ...('status' in cause && { status: cause.status }) };
}
