import type { Item } from '../domain/conversation.ts';
import type { ToolCall } from '../ports/model.ts';

/** Some servers count their call ids anew in every answer; a result must name one call of the whole thread. */
export function distinctCalls(calls: readonly ToolCall[], items: readonly Item[]): readonly ToolCall[] {
  const taken = new Set(items.flatMap((item) => (item.kind === 'call' ? item.callId : [])));
  return calls.map((call) => {
    const callId = freeId(call.callId, taken);
    taken.add(callId);
    return { ...call, callId };
  });
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  let callId = wanted;
  for (let count = 2; taken.has(callId); count += 1) callId = `${wanted}-${count}`;
  return callId;
}
