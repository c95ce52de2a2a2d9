import type { Item } from '../domain/conversation.ts';
import type { ConversationId } from '../domain/ids.ts';

/** `parameters` is a strict JSON Schema: every property required, nothing additional. */
export interface ToolSpec {
  name: string;
  description: string;
  parameters: Record<string, unknown>;
}

/** `none`: words only. `tool`: this one has to be called. */
export type ToolChoice = 'auto' | 'none' | { tool: string };

export interface StepRequest {
  conversation: ConversationId;
  instructions: string;
  items: readonly Item[];
  tools: readonly ToolSpec[];
  /** Absent: `auto`. */
  toolChoice?: ToolChoice;
  /** Stands around what people wrote, so that nobody can write what looks like somebody else's message. */
  fence?: string;
}

export interface Watching {
  /** Ends the step at once; it throws `Unavailable('model')`. */
  signal?: AbortSignal;
  /** Called with the whole text so far whenever there is more of it; never, if the server answers in one piece. */
  onText?: (soFar: string) => void;
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

/** The provider's own, not readable; goes back with the calls that came with it. */
export interface Reasoning {
  id: string;
  sealed: string;
}

export interface Step {
  /** Empty: the model had nothing to say in this step. */
  text: string;
  calls: readonly ToolCall[];
  reasoning?: readonly Reasoning[];
  /** Why this is not the whole answer: cut at its length, the model refused, or a filter took it. Absent: it is whole. Calls of one that is not are left out. */
  ending?: 'cut' | 'refused' | 'filtered';
  usage?: Usage;
}

/** One model call. Throws `Unavailable('model')` for an outage. */
export interface Model {
  step(request: StepRequest, watching?: Watching): Promise<Step>;
}
