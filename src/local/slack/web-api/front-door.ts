import type { Fault } from '../faults.ts';
import { type Exchange, sendJson, sendText } from '../http.ts';
import { present } from '../json.ts';
import { callerOf } from '../tokens.ts';
import type { World } from '../world.ts';
import { type Arguments, readArguments } from './arguments.ts';
import { type Answer, fail } from './method.ts';
import { METHODS } from './registry.ts';

export const API_PATH = '/api/';

/** Always 200 and JSON, whatever the answer: a client repeats anything else. Faults are the exception. */
export async function answerApi(world: World, { request, response, path }: Exchange): Promise<void> {
  const name = path.slice(API_PATH.length);
  const given = await readArguments(request);
  const fault = world.faults.take(name, given.args);
  await passTime(world, fault);
  // Logged before anybody can have seen what it did.
  const answer = (fault && faultAnswer(fault)) ?? call(world, name, given);
  log(world, { name, given, answer });
  if (fault?.kind === 'late') await world.timers.sleep(fault.milliseconds);
  if (fault && breaksAnswer(fault)) return breakAnswer(fault, response);
  nameScopes(response, scopesOf(world, given), METHODS.get(name)?.scopes);
  return sendJson(response, answer);
}

async function passTime(world: World, fault: Fault | undefined): Promise<void> {
  const wait = world.rules.latency + (fault?.kind === 'delay' ? fault.milliseconds : 0);
  if (wait > 0) await world.timers.sleep(wait);
}

function nameScopes(response: Exchange['response'], given: readonly string[], needed: readonly string[] = []): void {
  response.setHeader('x-oauth-scopes', given.join(','));
  response.setHeader('x-accepted-oauth-scopes', needed.join(','));
}

/** Undefined: the call is carried out all the same. */
function faultAnswer(fault: Fault): Answer | undefined {
  switch (fault.kind) {
    case 'error':
      return fail(fault.error);
    case 'status':
    case 'drop-before':
      return fail(`fault_${fault.kind}`);
    case '429':
      return fail('ratelimited');
    case 'delay':
    case 'late':
    case 'commit-then-drop':
      return undefined;
  }
}

const breaksAnswer = ({ kind }: Fault): boolean => kind !== 'delay' && kind !== 'late' && kind !== 'error';

function breakAnswer(fault: Fault, response: Exchange['response']): void {
  if (fault.kind === 'status') return sendText(response, fault.status, 'fault');
  if (fault.kind !== '429') return void response.destroy();
  response.setHeader('retry-after', String(fault.retryAfter));
  return sendJson(response, { ok: false, error: 'ratelimited' }, 429);
}

function call(world: World, name: string, { args, token }: Arguments): Answer {
  const method = METHODS.get(name);
  if (!method) return fail('unknown_method', { req_method: name });
  if (token === undefined) return fail('not_authed');
  const caller = callerOf(world.tokens, token);
  if (!caller) return fail('invalid_auth');
  if (caller.kind !== method.token) return fail('not_allowed_token_type');
  const allowed = method.scopes.length === 0 || method.scopes.some((scope) => caller.scopes.includes(scope));
  if (!allowed) return fail('missing_scope', { needed: method.scopes.join(','), provided: caller.scopes.join(',') });
  return method.answer(world, args, caller);
}

const scopesOf = (world: World, { token }: Arguments): readonly string[] =>
  (token === undefined ? undefined : callerOf(world.tokens, token))?.scopes ?? [];

function log(world: World, { name, given, answer }: { name: string; given: Arguments; answer: Answer }): void {
  const outcome = present({ ok: answer.ok, error: answer.ok ? undefined : answer.error });
  const at = world.now();
  world.calls.add({ method: name, args: given.args, at, ok: answer.ok, ...(answer.ok ? {} : { error: answer.error }) });
  world.feed.publish({
    type: 'log',
    entry: { at, kind: 'call', name, ok: answer.ok, detail: { args: given.args, ...outcome } },
  });
}
