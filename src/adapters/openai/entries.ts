import { objectOrNone } from '../../domain/call-arguments.ts';
import type { Item } from '../../domain/conversation.ts';
import type { Reasoning, ToolCall } from '../../ports/model.ts';
import { personMessage } from './people.ts';

/** A conversation in the order and shape that both wire formats accept. */
export type Entry =
  | { kind: 'message'; role: 'user' | 'assistant' | 'outcome'; text: string }
  /** What was thought and called in one step; each call with its only answer. */
  | { kind: 'exchange'; reasoning: readonly Reasoning[]; calls: readonly AnsweredCall[] };
export interface AnsweredCall extends ToolCall {
  output: string;
}

const UNANSWERED = '{"error":"NO_RESULT","message":"No result was recorded for this call."}';

/** Every call is answered exactly once; a result without a call, a second result, a thought without a call and an empty reply are left out. */
export function toEntries(items: readonly Item[], fence?: string): readonly Entry[] {
  const outputs = firstOutputs(items);
  const isNew = onlyOnce();
  const entries: Entry[] = [];
  let step: AnsweredCall[] = []; // the calls of the step being read; a new list once something else came in between
  let reasoning: Reasoning[] = []; // of that step, or of the one that begins next
  for (const item of items) {
    if (item.kind === 'reasoning') {
      if (isNew(`thought ${item.id}`)) reasoning.push({ id: item.id, sealed: item.sealed });
    } else if (item.kind === 'call') {
      if (!isNew(`call ${item.callId}`)) continue;
      if (step.length === 0) entries.push({ kind: 'exchange', reasoning, calls: step });
      step.push({ ...toCall(item), output: outputs.get(item.callId) ?? UNANSWERED });
    } else {
      step = [];
      if (item.kind !== 'assistant') reasoning = [];
      entries.push(...toMessages(item, fence));
    }
  }
  return entries;
}

function onlyOnce(): (id: string) => boolean {
  const known = new Set<string>();
  return (id) => known.size < known.add(id).size;
}

type Call = Extract<Item, { kind: 'call' }>;
const toCall = ({ callId, name, arguments: text }: Call): ToolCall => ({ callId, name, arguments: objectOrNone(text) });

function firstOutputs(items: readonly Item[]): ReadonlyMap<string, string> {
  const outputs = new Map<string, string>();
  for (const item of items) {
    if (item.kind === 'result' && !outputs.has(item.callId)) outputs.set(item.callId, item.output);
  }
  return outputs;
}

function toMessages(
  item: Exclude<Item, { kind: 'call' } | { kind: 'reasoning' }>,
  fence: string | undefined,
): readonly Entry[] {
  switch (item.kind) {
    case 'edited':
    case 'person':
      return [{ kind: 'message', role: 'user', text: personMessage(item, fence) }];
    case 'assistant':
      return item.text === '' ? [] : [{ kind: 'message', role: 'assistant', text: item.text }];
    case 'note':
      return [{ kind: 'message', role: 'outcome', text: `[Outcome] ${item.text}` }];
    case 'result':
      return []; // stands with its call
  }
}
