import { openApproval } from '../approvals/open/open-approval.ts';
import type { Beginning, OpenDeps, Opened, TakenBack } from '../approvals/open/open-approval.ts';
import { person, requestOf } from '../approvals/report/audit-row.ts';
import { unreachable } from '../approvals/report/outage-words.ts';
import { withdrawApproval } from '../approvals/open/withdraw-approval.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import type { Proposal } from '../domain/proposal.ts';
import type { Refusal } from '../domain/result.ts';
import type { Instant } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { ToolCall } from '../ports/model.ts';
import type { AuditRow } from '../ports/store.ts';
import type { CallContext, Tool, ToolResult } from '../tools/tool.ts';
import { parseArguments } from './parse-arguments.ts';

export interface CallDeps extends OpenDeps {
  /** What this asker may call; undefined for an unknown or forbidden name. */
  findTool: (name: string, asker: CallContext['asker']) => Tool | undefined;
  log: Log;
}

/** What a call answers the model, and what the turn will commit because of it. */
export interface Called {
  output: Json;
  opened?: Beginning;
  takenBack?: TakenBack;
  handOff?: string;
  /** The policy forbids it. */
  forbidden?: AuditRow;
  /** More was asked for than may wait. */
  isOverLimit?: boolean;
}

/** What the turn has come to before this call. */
export interface SoFar {
  opened: readonly Beginning[];
  takenBack: readonly TakenBack[];
  /** When the asker wrote last. */
  saidAt: Instant;
}

/** One call. Whatever goes wrong becomes words for the model: `{"error": CODE, "message": …}`. */
export async function callTool(deps: CallDeps, call: ToolCall, context: CallContext, soFar: SoFar): Promise<Called> {
  const tool = deps.findTool(call.name, context.asker);
  if (!tool) return failed({ code: 'UNKNOWN_TOOL', message: `There is no tool named ${call.name.slice(0, 64)} here.` });
  const input = parseArguments(call.arguments);
  if (!input.ok) return failed(input.refusal);
  try {
    return await toCalled(deps, await tool.call(input.value, context), context, soFar);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    deps.log.warn({ tool: call.name, system: error.system }, 'tool could not reach its system');
    return failed({ code: 'UNAVAILABLE', message: `${unreachable(error.system)} Say so; nothing was changed.` });
  }
}

/** What goes wrong, told to the model. */
export const failed = ({ code, message }: Refusal): Called => ({ output: { error: code, message } });

async function toCalled(deps: CallDeps, result: ToolResult, context: CallContext, soFar: SoFar): Promise<Called> {
  switch (result.kind) {
    case 'data':
      return { output: result.data };
    case 'refusal':
      return failed(result.refusal);
    case 'hand-off':
      return {
        output: { status: 'handed_off', message: 'A person was called. Tell them that somebody will answer here.' },
        handOff: result.wants,
      };
    case 'proposal':
      return propose(deps, result.proposal, context, soFar);
    case 'withdrawal': {
      const request = { ...context, takenBack: soFar.takenBack };
      const withdrawn = await withdrawApproval(deps.store, result.approval, request);
      return withdrawn.ok
        ? { output: { status: 'withdrawn', approval: result.approval }, takenBack: withdrawn.value }
        : failed(withdrawn.refusal);
    }
  }
}

async function propose(deps: CallDeps, proposal: Proposal, context: CallContext, soFar: SoFar): Promise<Called> {
  const approval = await openApproval(deps, { ...context, ...soFar, proposal });
  if (approval.ok) return opening(approval.value, await isHeldBack(deps, approval.value.opened));
  const { code } = approval.refusal;
  return {
    ...failed(approval.refusal),
    ...(code === 'NOT_ALLOWED_BY_POLICY' && { forbidden: forbiddenRow(proposal, context, approval.refusal) }),
    ...(code === 'TOO_MANY_REQUESTS' && { isOverLimit: true }),
  };
}

/** What waits for people may be carried out by the time that they have decided. */
const isHeldBack = async ({ store }: CallDeps, { status }: Beginning): Promise<boolean> =>
  status === 'approved' && (await store.holds()).length > 0;

function opening({ opened, superseded }: Opened, isHeld: boolean): Called {
  const output = answerOf(opened, isHeld);
  if (!superseded) return { output, opened };
  return { output: { ...output, replaces: superseded.id }, opened, takenBack: superseded };
}

/** Nothing was opened, so this row is all that is left of it. */
const forbiddenRow = (
  proposal: Proposal,
  { asker, conversation, now }: CallContext,
  { message }: Refusal,
): AuditRow => ({
  at: now,
  event: 'refused:policy',
  ...person(asker),
  conversation,
  detail: { ...requestOf(proposal), why: message },
});

function answerOf({ id, status, proposal }: Beginning, isHeld: boolean): Record<string, Json> {
  const { effect } = proposal.words;
  switch (status) {
    case 'pending':
      return {
        status: 'waiting',
        approval: id,
        message: `Asked: ${effect}. Waiting for approval ${id}; nothing has changed yet. Do not call again; the outcome comes later.`,
      };
    case 'prepared':
      return {
        status: 'confirmation',
        approval: id,
        message: `Asked the person with buttons: ${effect}. Nothing has changed. Wait for their answer; do not call again and do not ask again in words.`,
      };
    case 'approved':
      return {
        status: 'accepted',
        approval: id,
        message: `Asked: ${effect}. ${isHeld ? 'Nothing is carried out at the moment, so it waits' : 'It will be done at once'} (${id}); the person is told here when it is.`,
      };
  }
}
