import type { Item } from '../domain/conversation.ts';
import type { ConversationId } from '../domain/ids.ts';

/** `parameters` is a strict JSON Schema: every property required, nothing additional. */
export interface ToolSpec {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

export interface StepRequest {
  conversation: ConversationId;
  instructions: string;
  items: readonly Item[];
  tools: readonly ToolSpec[];
}

/** `arguments` is the model's own text: not yet known to be JSON. Some servers use a `callId` again in a later step. */
export interface ToolCall {
  callId: string;
  name: string;
  arguments: string;
}

/** Counted in tokens, by the provider. */
export interface Usage {
  input: number;
  cached: number;
  output: number;
}

export interface Step {
  /** Empty: the model had nothing to say in this step. */
  text: string;
  calls: readonly ToolCall[];
  usage?: Usage;
}

/** One model call. Throws `Unavailable('model')` for an outage, a refusal to answer or an answer that was cut. */
export interface Model {
  step(request: StepRequest, signal?: AbortSignal): Promise<Step>;
}
