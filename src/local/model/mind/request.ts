/** A function the model may call: `parameters` is its JSON Schema. */
export interface ToolSpec {
  name: string;
  parameters: unknown;
}

export type Speaker = 'customer' | 'staff';

/** One input item, the same for both wire formats. */
export type Item =
  | { kind: 'person'; speaker: Speaker; words: string }
  | { kind: 'assistant'; text: string }
  | { kind: 'call'; id: string; name: string; arguments: string }
  | { kind: 'result'; id: string; output: string }
  | { kind: 'note'; text: string }
  /** What is open in the thread at this moment, a line each. */
  | { kind: 'requests'; text: string };

/** Words only, or this one tool; absent: as the model likes. */
export type Choice = 'none' | { tool: string };

export interface ModelRequest {
  choice?: Choice;
  tools: readonly ToolSpec[];
  items: readonly Item[];
}

export interface Call {
  name: string;
  /** JSON text. */
  arguments: string;
}

/** Empty text with no calls: nothing to say. */
export interface Answer {
  text: string;
  calls: readonly Call[];
}
