import type { StepRequest, ToolChoice, ToolSpec } from '../../ports/model.ts';
import type { LeftOut } from './concessions.ts';

export interface Offered {
  tools: readonly ToolSpec[];
  choice: ToolChoice;
  isParallel: boolean;
}

/** A server that cannot be told which tool to use is offered no other one. */
export function offeredTools({ tools, toolChoice = 'auto' }: StepRequest, leftOut: LeftOut): Offered {
  const isParallel = toolChoice === 'auto' || toolChoice === 'none';
  if (!leftOut.has('tool_choice') || toolChoice === 'auto') return { tools, choice: toolChoice, isParallel };
  const wanted = toolChoice === 'none' ? [] : tools.filter(({ name }) => name === toolChoice.tool);
  return { tools: wanted, choice: 'auto', isParallel };
}
