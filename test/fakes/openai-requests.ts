import { z } from 'zod';
import { membersOf, problems } from './openai-schema.ts';
import type { Definitions } from './openai-schema.ts';

export type Api = 'responses' | 'chat';

const DEFINITIONS = { responses: '__responsesRequest', chat: '__chatRequest' } as const;

/** What is wrong with a request, by OpenAI's schemas and by what its servers check beyond them; empty when it is valid. */
export function requestProblems(
  definitions: Definitions | undefined,
  api: Api,
  body: Record<string, unknown>,
): readonly string[] {
  return [
    ...(definitions ? schemaProblems(definitions, api, body) : []),
    ...orderProblems(api === 'responses' ? fromInput(body) : fromMessages(body)),
    ...Tools.parse(body['tools'] ?? []).flatMap(toolProblems),
    ...choiceProblems(body),
  ];
}

function schemaProblems(definitions: Definitions, api: Api, body: Record<string, unknown>): readonly string[] {
  const known = membersOf(definitions, DEFINITIONS[api]);
  const unknown = Object.keys(body).filter((name) => !known.has(name));
  return [...unknown.map((name) => `${name}: no such field`), ...problems(definitions, DEFINITIONS[api], body)];
}

/** What matters for the order: anything else stands between calls and their outputs. */
type Event =
  | { kind: 'call'; id: string }
  | { kind: 'output'; id: string }
  | { kind: 'thought'; id: string }
  | { kind: 'other' };

const Input = z.object({
  input: z.array(
    z.looseObject({ type: z.string().optional(), call_id: z.string().optional(), id: z.string().optional() }),
  ),
});

const fromInput = (body: Record<string, unknown>): readonly Event[] =>
  Input.parse(body).input.map(({ type, call_id: callId = '', id = '' }): Event => {
    if (type === 'function_call') return { kind: 'call', id: callId };
    if (type === 'function_call_output') return { kind: 'output', id: callId };
    return type === 'reasoning' ? { kind: 'thought', id } : { kind: 'other' };
  });

const Messages = z.object({
  messages: z.array(
    z.looseObject({
      role: z.string(),
      tool_call_id: z.string().optional(),
      tool_calls: z.array(z.looseObject({ id: z.string() })).optional(),
    }),
  ),
});

const fromMessages = (body: Record<string, unknown>): readonly Event[] =>
  Messages.parse(body).messages.flatMap((message): Event[] => {
    if (message.role === 'tool') return [{ kind: 'output', id: message.tool_call_id ?? '' }];
    return [{ kind: 'other' }, ...(message.tool_calls ?? []).map(({ id }): Event => ({ kind: 'call', id }))];
  });

/** Calls, then an output for each of them, exactly once, before anything else; thoughts only before a call. */
function orderProblems(events: readonly Event[]): readonly string[] {
  const found: string[] = [];
  const ids = new Set<string>();
  let open: readonly string[] = []; // calls without an output so far
  events.forEach((event, index) => {
    if (event.kind === 'output') {
      if (!open.includes(event.id)) found.push(`output ${event.id}: no call right before it is without an output`);
      open = open.filter((id) => id !== event.id);
      return;
    }
    const isAfterOutput = events[index - 1]?.kind === 'output';
    if (open.length > 0 && (event.kind !== 'call' || isAfterOutput)) found.push(`calls ${open.join()}: not answered`);
    if (event.kind !== 'call') open = [];
    if (event.kind === 'other') return;
    if (ids.has(`${event.kind} ${event.id}`)) found.push(`${event.kind} ${event.id}: twice`);
    ids.add(`${event.kind} ${event.id}`);
    if (event.kind === 'call') open = [...open, event.id];
    else if (!['thought', 'call'].includes(events[index + 1]?.kind ?? ''))
      found.push(`thought ${event.id}: no call follows`);
  });
  return open.length > 0 ? [...found, `calls ${open.join()}: not answered`] : found;
}

const Function = z.looseObject({
  name: z.string(),
  strict: z.boolean().nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
});
const Tools = z.array(z.union([z.looseObject({ function: Function }).transform((tool) => tool.function), Function]));

const toolProblems = ({ name, strict, parameters }: z.infer<typeof Function>): readonly string[] =>
  strict ? strictProblems(name, parameters) : [];

const Part: z.ZodType<Part> = z.lazy(() =>
  z.looseObject({
    properties: z.record(z.string(), Part).optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.unknown().optional(),
    items: Part.optional(),
    anyOf: z.array(Part).optional(),
    $defs: z.record(z.string(), Part).optional(),
  }),
);
interface Part {
  properties?: Record<string, Part> | undefined;
  required?: string[] | undefined;
  additionalProperties?: unknown;
  items?: Part | undefined;
  anyOf?: Part[] | undefined;
  $defs?: Record<string, Part> | undefined;
}

/** https://platform.openai.com/docs/guides/structured-outputs#supported-schemas */
function strictProblems(path: string, schema: unknown): readonly string[] {
  const { properties, required = [], additionalProperties, items, anyOf = [], $defs = {} } = Part.parse(schema);
  const names = Object.keys(properties ?? {});
  const isClosed = !properties || additionalProperties === false;
  const missing = names.filter((name) => !required.includes(name));
  return [
    ...(isClosed ? [] : [`${path}: allows additional properties`]),
    ...missing.map((name) => `${path}.${name}: not required`),
    ...required.filter((name) => !names.includes(name)).map((name) => `${path}.${name}: required and not described`),
    ...Object.entries({ ...properties, ...$defs }).flatMap(([name, part]) => strictProblems(`${path}.${name}`, part)),
    ...(items ? strictProblems(`${path}[]`, items) : []),
    ...anyOf.flatMap((part) => strictProblems(path, part)),
  ];
}

function choiceProblems(body: Record<string, unknown>): readonly string[] {
  const isAboutTools = 'tool_choice' in body || 'parallel_tool_calls' in body;
  if (isAboutTools && !('tools' in body)) return ['tool_choice or parallel_tool_calls: without tools'];
  return 'stream_options' in body && body['stream'] !== true ? ['stream_options: without stream'] : [];
}
