import type { Step, ToolCall } from '../../ports/model.ts';

/** The wire refuses ids and names that are longer; an id may get a number behind it when the thread knows it already. */
const ID_LENGTH = 58;
const NAME_LENGTH = 64;

/** What a model answered, made fit to be sent back. */
export const toStep = (text: string, calls: readonly ToolCall[]): Step => ({
  text: text.trim(),
  calls: calls.map((call) => ({ ...call, callId: call.callId.slice(0, ID_LENGTH) || 'call', name: toName(call.name) })),
});

/** No tool has such a name, so the model is told so and can repair it. */
const toName = (name: string): string => name.replace(/[^\w-]/g, '_').slice(0, NAME_LENGTH) || 'unnamed';
