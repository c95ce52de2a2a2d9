import { z } from 'zod';
import { canonical, jsonIn } from '../domain/json.ts';
import type { Refusal } from '../domain/result.ts';
import type { ToolCall } from '../ports/model.ts';
import { MOST_ALIKE, MOST_CALLS } from './turn-limits.ts';

type Call = Pick<ToolCall, 'name' | 'arguments'>;

/** For each of these calls why it is not made, after those that the turn has made `before`; undefined: it is. */
export function refusedCalls(calls: readonly Call[], before: readonly Call[]): readonly (Refusal | undefined)[] {
  return calls.map((call, index) => {
    const earlier = [...before, ...calls.slice(0, index)];
    if (earlier.length >= MOST_CALLS) return TOO_MANY;
    return earlier.filter((other) => isSameCall(other, call)).length >= MOST_ALIKE ? REPEATED : undefined;
  });
}

const TOO_MANY: Refusal = {
  code: 'TOO_MANY_CALLS',
  message: 'There were too many calls for one message; this one was not made. Answer now, and say what is left open.',
};
const REPEATED: Refusal = {
  code: 'REPEATED_CALL',
  message: 'This same call was made before and not again; its answer stands above. Go on with that.',
};

const isSameCall = (one: Call, other: Call): boolean =>
  one.name === other.name && (one.arguments === other.arguments || meaning(one) === meaning(other));

/** However it is written. */
function meaning({ arguments: text }: Call): string {
  const read = z.json().safeParse(jsonIn(text));
  return read.success ? canonical(read.data) : text;
}
