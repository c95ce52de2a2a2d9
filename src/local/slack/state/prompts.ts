/** What the app suggests to write in an empty direct message. */
export interface Prompts {
  title?: string | undefined;
  prompts: readonly Prompt[];
}

interface Prompt {
  /** On the chip. */
  title: string;
  /** What it sends. */
  message: string;
}

/** By channel id. */
export type PromptBook = Map<string, Prompts>;
