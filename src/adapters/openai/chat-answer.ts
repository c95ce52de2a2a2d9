import { z } from 'zod';
import type { Step, ToolCall, Usage } from '../../ports/model.ts';
import { toStep } from './step.ts';

/** Compatible servers leave the id out, or send the arguments as an object. */
const Arguments = z.union([z.string(), z.unknown().transform((value) => JSON.stringify(value ?? {}))]);
const FunctionCall = z.object({
  id: z.string().nullish(),
  function: z.object({ name: z.string(), arguments: Arguments }),
});
/** Text, or a list of parts of which only text counts. */
export const Content = z.union([
  z.string(),
  z.array(z.object({ text: z.string().catch('') })).transform((parts) => parts.map(({ text }) => text).join('')),
]);
const Choice = z.object({
  finish_reason: z.string().nullish(),
  message: z.object({
    content: Content.nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(FunctionCall).nullish(),
  }),
});
const Answer = z.object({
  choices: z.tuple([Choice], z.unknown()),
  usage: z
    .object({
      prompt_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number() }).nullish().catch(undefined),
      completion_tokens: z.number(),
    })
    .nullish()
    .catch(undefined),
});
type Answer = z.infer<typeof Answer>;

/** Throws for an answer that cannot be read. */
export function fromCompletion(body: unknown): Step {
  const { choices, usage } = Answer.parse(body);
  const [choice] = choices;
  return toStep({
    text: choice.message.content ?? '',
    calls: (choice.message.tool_calls ?? []).map(toCall),
    ending: endingOf(choice),
    usage: usage ? toUsage(usage) : undefined,
  });
}

/** Other servers have words of their own for a whole answer. */
function endingOf({ finish_reason: reason, message }: z.infer<typeof Choice>): Step['ending'] {
  if (message.refusal) return 'refused';
  if (reason === 'content_filter') return 'filtered';
  return reason === 'length' ? 'cut' : undefined;
}

const toCall = ({ id, function: call }: z.infer<typeof FunctionCall>): ToolCall => ({
  callId: id ?? '',
  name: call.name,
  arguments: call.arguments,
});

const toUsage = (usage: NonNullable<Answer['usage']>): Usage => ({
  input: usage.prompt_tokens,
  cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
  output: usage.completion_tokens,
});
