import type { Json } from '../domain/json.ts';
import type { Refusal, Result } from '../domain/result.ts';
import { argumentsOf } from './arguments.ts';
import type { Fields, Wish } from './arguments.ts';
import type { CallContext, Tool, ToolResult } from './tool.ts';

export interface ToolDefinition<Shape extends Fields> {
  name: string;
  /** When to call it, when not, and what must not be claimed. */
  description: string;
  fields: Shape;
  answer: (wish: Wish<Shape>, context: CallContext) => Promise<ToolResult>;
}

/** The schema is made once; arguments that break it are refused in words the model can repair. */
export function defineTool<Shape extends Fields>({ name, description, fields, answer }: ToolDefinition<Shape>): Tool {
  const { schema, parse } = argumentsOf(fields);
  return {
    spec: { name, description, parameters: schema },
    call: async (input, context) => {
      const wish = parse(input);
      return wish.ok ? answer(wish.value, context) : { kind: 'refusal', refusal: wish.refusal };
    },
  };
}

/** What a read answers. */
export const toData = (result: Result<Json, Refusal>): ToolResult =>
  result.ok ? { kind: 'data', data: result.value } : { kind: 'refusal', refusal: result.refusal };
