import { Unavailable } from '../domain/errors.ts';
import type { Log } from '../ports/log.ts';
import type { Model, Step, ToolChoice } from '../ports/model.ts';
import type { Running } from './running.ts';
import type { Turn } from './turn.ts';
import { visibleTo } from './visible-items.ts';

export interface ThinkDeps {
  model: Model;
  log: Log;
  /** Stands around what people wrote; unguessable for them. */
  fence: string;
}

/** One model call. */
export async function think(
  { model, log, fence }: ThinkDeps,
  { request, before, instructions, tools, signal }: Running,
  turn: Turn,
  toolChoice: ToolChoice,
): Promise<Step | 'outage'> {
  const { context, showing } = request;
  showing?.knows(turn.items);
  try {
    return await model.step(
      {
        conversation: context.conversation,
        instructions,
        items: [...visibleTo(context.asker, before), ...turn.items],
        tools,
        toolChoice,
        fence,
      },
      { signal, ...(showing && { onText: (soFar: string) => showing.text(soFar) }) },
    );
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    // Ended from here: nothing is wrong with the model.
    if (!signal.aborted)
      log.error({ conversation: context.conversation, ...nameAndStatus(error) }, 'the model is unavailable');
    return 'outage';
  }
}

/** An error's text may quote what a person wrote. */
function nameAndStatus({ cause }: Unavailable): Record<string, unknown> {
  if (!(cause instanceof Error)) return { error: typeof cause };
  return { error: cause.name, ...('status' in cause && { status: cause.status }) };
}
