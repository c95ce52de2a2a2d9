import type { Item } from '../../domain/conversation.ts';
import type { ToolCall } from '../../ports/model.ts';

/** A conversation in the order and shape that both wire formats accept. */
export type Entry =
  | { kind: 'message'; role: 'user' | 'assistant' | 'outcome'; text: string }
  /** Calls of one step, each with its only answer. */
  | { kind: 'exchange'; calls: readonly AnsweredCall[] };
export interface AnsweredCall extends ToolCall {
  output: string;
}

const UNANSWERED = '{"error":"NO_RESULT","message":"No result was recorded for this call."}';

/** Every call is answered exactly once; a result without a call, a second result and an empty reply are left out. */
export function toEntries(items: readonly Item[]): readonly Entry[] {
  const outputs = firstOutputs(items);
  const asked = new Set<string>();
  const entries: Entry[] = [];
  let step: AnsweredCall[] = []; // the calls of the step being read; a new list once something else came in between
  for (const item of items) {
    if (item.kind === 'call' && !asked.has(item.callId)) {
      if (step.length === 0) entries.push({ kind: 'exchange', calls: step });
      step.push({ ...toCall(item), output: outputs.get(item.callId) ?? UNANSWERED });
      asked.add(item.callId);
    }
    if (item.kind !== 'call') step = [];
    if (item.kind !== 'call' && item.kind !== 'result') entries.push(...toMessages(item));
  }
  return entries;
}

type Call = Extract<Item, { kind: 'call' }>;
const toCall = (call: Call): ToolCall => ({ callId: call.callId, name: call.name, arguments: call.arguments });

function firstOutputs(items: readonly Item[]): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const item of items) {
    if (item.kind === 'result' && !outputs.has(item.callId)) outputs.set(item.callId, item.output);
  }
  return outputs;
}

function toMessages(item: Exclude<Item, { kind: 'call' } | { kind: 'result' }>): readonly Entry[] {
  switch (item.kind) {
    case 'person': {
      const from = item.by.external ? 'guest' : item.by.role;
      return [{ kind: 'message', role: 'user', text: `From: ${from}\n\n${item.text}` }];
    }
    case 'assistant':
      return item.text === '' ? [] : [{ kind: 'message', role: 'assistant', text: item.text }];
    case 'note':
      return [{ kind: 'message', role: 'outcome', text: `[Outcome] ${item.text}` }];
  }
}
