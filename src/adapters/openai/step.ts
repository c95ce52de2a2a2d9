import type { Reasoning, Step, ToolCall, Usage } from '../../ports/model.ts';

/** What was read from an answer. */
export interface Answered {
  text: string;
  calls: readonly ToolCall[];
  reasoning?: readonly Reasoning[];
  ending: Step['ending'] | undefined;
  usage: Usage | undefined;
}

/** The wire refuses ids and names that are longer; an id may get a number behind it when the thread knows it already. */
const ID_LENGTH = 58;
const NAME_LENGTH = 64;

/** What a model answered, made fit to be sent back. What it called in an answer that is not whole is left out. */
export function toStep({ text, calls, reasoning = [], ending, usage }: Answered): Step {
  const kept = ending ? [] : calls;
  return {
    text: text.trim(),
    calls: kept.map((call) => ({
      ...call,
      callId: call.callId.slice(0, ID_LENGTH) || 'call',
      name: toName(call.name),
    })),
    ...(kept.length > 0 && reasoning.length > 0 && { reasoning }),
    ...(ending && { ending }),
    ...(usage && { usage }),
  };
}

/** No tool has such a name, so the model is told so and can repair it. */
const toName = (name: string): string => name.replace(/[^\w-]/g, '_').slice(0, NAME_LENGTH) || 'unnamed';
