import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What the scripted model does when it is asked; made by the builders below. */
export type ScriptedStep =
  | { kind: 'answer'; text: string; calls: readonly ScriptedCall[] }
  /** Declines to answer, or was cut at the length limit. */
  | { kind: 'refusal' | 'incomplete'; text: string }
  | { kind: 'error'; status: number; headers: Record<string, string> }
  /** Sent as it is, with status 200. */
  | { kind: 'raw'; body: string }
  /** The connection breaks in the middle of the answer. */
  | { kind: 'cut' }
  /** No answer, ever. */
  | { kind: 'hang' };

export interface ScriptedCall {
  name: string;
  /** Anything but a string is sent as its JSON. */
  arguments: unknown;
  /** Absent: an id of its own. */
  callId?: string;
}

export const say = (text: string): ScriptedStep => ({ kind: 'answer', text, calls: [] });
export const call = (name: string, input: unknown = {}, text = ''): ScriptedStep => ({
  kind: 'answer',
  text,
  calls: [{ name, arguments: input }],
});
export const calls = (...made: readonly ScriptedCall[]): ScriptedStep => ({ kind: 'answer', text: '', calls: made });
export const decline = (text = 'I cannot help with that.'): ScriptedStep => ({ kind: 'refusal', text });
export const incomplete = (text = 'The order was'): ScriptedStep => ({ kind: 'incomplete', text });
export const error = (status: number, headers: Record<string, string> = {}): ScriptedStep => ({
  kind: 'error',
  status,
  headers,
});
export const garbage = (body = '<html>oops'): ScriptedStep => ({ kind: 'raw', body });
export const cut = (): ScriptedStep => ({ kind: 'cut' });
export const hang = (): ScriptedStep => ({ kind: 'hang' });

/** One request, read alike from both wire formats. */
export interface ScriptedRequest {
  api: 'responses' | 'chat';
  model: string;
  instructions: string;
  items: readonly ScriptedItem[];
  tools: readonly { name: string; description: string; parameters: Record<string, unknown> }[];
  headers: IncomingMessage['headers'];
  /** As it came, to compare with the wire's schema. */
  body: Record<string, unknown>;
}
type ScriptedItem =
  | { kind: 'message'; role: string; text: string }
  | { kind: 'call'; callId: string; name: string; arguments: string }
  | { kind: 'output'; callId: string; output: string };

/** A list is played once, in order, and answers 500 after its end; a function decides from the request alone. */
export type Script = readonly ScriptedStep[] | ((request: ScriptedRequest, count: number) => ScriptedStep);

export interface ScriptedModel {
  /** The base URL, as in `OPENAI_BASE_URL`. */
  url: string;
  requests: readonly ScriptedRequest[];
  /** Replaces what is left of the script. */
  play(script: Script): void;
  /** Throws when a listed step was never asked for, or more was asked than listed. */
  assertComplete(): void;
  close(): Promise<void>;
}

/** A real HTTP server behind `/v1/responses` and `/v1/chat/completions` that answers by script. */
export async function startScriptedModel({ script = [] }: { script?: Script } = {}): Promise<ScriptedModel> {
  const requests: ScriptedRequest[] = [];
  let director = direct(script); // replaced by play
  const server = createServer((incoming, response) => {
    void readRequest(incoming).then(
      (request) => {
        requests.push(request);
        play(response, request.api, director.next(request), requests.length);
      },
      (reason: unknown) => send(response, 400, errorBody(String(reason))),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${Address.parse(server.address()).port}/v1`,
    requests,
    play: (next) => void (director = direct(next)),
    assertComplete: () => director.assertComplete(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function direct(script: Script) {
  let asked = 0;
  return {
    next: (request: ScriptedRequest): ScriptedStep => {
      asked += 1;
      return typeof script === 'function'
        ? script(request, asked)
        : (script[asked - 1] ?? error(500, { 'x-should-retry': 'false' }));
    },
    assertComplete: () => {
      if (typeof script !== 'function' && asked !== script.length) {
        throw new Error(`the script has ${script.length} steps, ${asked} were asked for`);
      }
    },
  };
}

const Address = z.object({ port: z.number() });
const Body = z.record(z.string(), z.unknown());
const Text = z.union([
  z.string(),
  z.array(z.looseObject({ text: z.string() })).transform((parts) => parts.map(({ text }) => text).join('')),
]);
const ResponsesBody = z.looseObject({
  model: z.string(),
  instructions: z.string(),
  stream: z.literal(false).optional(),
  input: z.array(
    z.union([
      z
        .looseObject({ type: z.literal('function_call'), call_id: z.string(), name: z.string(), arguments: z.string() })
        .transform((item) => ({
          kind: 'call' as const,
          callId: item.call_id,
          name: item.name,
          arguments: item.arguments,
        })),
      z
        .looseObject({ type: z.literal('function_call_output'), call_id: z.string(), output: Text })
        .transform((item) => ({ kind: 'output' as const, callId: item.call_id, output: item.output })),
      z
        .looseObject({ role: z.string(), content: Text })
        .transform(({ role, content }) => ({ kind: 'message' as const, role, text: content })),
    ]),
  ),
  tools: z
    .array(z.looseObject({ name: z.string(), description: z.string(), parameters: z.record(z.string(), z.unknown()) }))
    .default([]),
});
const ChatBody = z.looseObject({
  model: z.string(),
  stream: z.literal(false).optional(),
  messages: z.array(
    z.looseObject({
      role: z.string(),
      content: Text.nullable(),
      tool_call_id: z.string().optional(),
      tool_calls: z
        .array(z.looseObject({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
        .default([]),
    }),
  ),
  tools: z
    .array(
      z.object({
        function: z.looseObject({
          name: z.string(),
          description: z.string(),
          parameters: z.record(z.string(), z.unknown()),
        }),
      }),
    )
    .default([]),
});

async function readRequest(incoming: IncomingMessage): Promise<ScriptedRequest> {
  const body = Body.parse(JSON.parse(await text(incoming)));
  const { headers } = incoming;
  if (incoming.url === '/v1/responses') {
    const { model, instructions, input, tools } = ResponsesBody.parse(body);
    return { api: 'responses', model, instructions, items: input, tools, headers, body };
  }
  if (incoming.url !== '/v1/chat/completions') throw new Error(`no such path: ${incoming.url}`);
  const { model, messages, tools } = ChatBody.parse(body);
  const [system, ...said] = messages;
  return {
    api: 'chat',
    model,
    instructions: system?.content ?? '',
    items: said.flatMap(toItems),
    tools: tools.map((tool) => tool.function),
    headers,
    body,
  };
}

function toItems(message: z.infer<typeof ChatBody>['messages'][number]): ScriptedItem[] {
  if (message.role === 'tool') {
    return [{ kind: 'output', callId: message.tool_call_id ?? '', output: message.content ?? '' }];
  }
  const said: ScriptedItem[] =
    message.content === null ? [] : [{ kind: 'message', role: message.role, text: message.content }];
  return [
    ...said,
    ...message.tool_calls.map(({ id, function: made }) => ({ kind: 'call' as const, callId: id, ...made })),
  ];
}

function play(response: ServerResponse, api: ScriptedRequest['api'], step: ScriptedStep, count: number): void {
  switch (step.kind) {
    case 'error':
      return send(response, step.status, errorBody(`scripted ${step.status}`), step.headers);
    case 'raw':
      return send(response, 200, step.body);
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"id":"resp_', () => response.destroy());
      return undefined;
    case 'hang':
      return undefined;
    case 'answer':
    case 'refusal':
    case 'incomplete':
      return send(
        response,
        200,
        JSON.stringify(api === 'responses' ? responsesAnswer(step, count) : chatAnswer(step, count)),
      );
  }
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

const errorBody = (message: string): string =>
  JSON.stringify({ error: { message, type: 'server_error', param: null, code: null } });

type Said = Extract<ScriptedStep, { text: string }>;
const callsOf = (step: Said, count: number) =>
  (step.kind === 'answer' ? step.calls : []).map((made, index) => ({
    id: made.callId ?? `call_${count}_${index + 1}`,
    name: made.name,
    arguments: typeof made.arguments === 'string' ? made.arguments : JSON.stringify(made.arguments),
  }));

function responsesAnswer(step: Said, count: number) {
  const part =
    step.kind === 'refusal'
      ? { type: 'refusal', refusal: step.text }
      : { type: 'output_text', text: step.text, annotations: [], logprobs: [] };
  const message = { id: `msg_${count}`, type: 'message', role: 'assistant', status: 'completed', content: [part] };
  const made = callsOf(step, count).map(({ id, ...rest }) => ({
    id: `fc_${id}`,
    type: 'function_call',
    status: 'completed',
    call_id: id,
    ...rest,
  }));
  return {
    id: `resp_${count}`,
    object: 'response',
    created_at: 1_700_000_000,
    model: 'scripted',
    error: null,
    instructions: null,
    status: step.kind === 'incomplete' ? 'incomplete' : 'completed',
    incomplete_details: step.kind === 'incomplete' ? { reason: 'max_output_tokens' } : null,
    metadata: {},
    parallel_tool_calls: true,
    temperature: 1,
    top_p: 1,
    tool_choice: 'auto',
    tools: [],
    output: [...(step.text === '' ? [] : [message]), ...made],
    usage: {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60, cache_write_tokens: 0 },
      output_tokens: 7,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 107,
    },
  };
}

function chatAnswer(step: Said, count: number) {
  const made = callsOf(step, count).map(({ id, ...rest }) => ({ id, type: 'function', function: rest }));
  const message = {
    role: 'assistant',
    content: step.kind === 'refusal' || step.text === '' ? null : step.text,
    refusal: step.kind === 'refusal' ? step.text : null,
    ...(made.length > 0 && { tool_calls: made }),
  };
  const reason = made.length > 0 ? 'tool_calls' : 'stop';
  return {
    id: `chatcmpl-${count}`,
    object: 'chat.completion',
    created: 1_700_000_000,
    model: 'scripted',
    choices: [{ index: 0, logprobs: null, finish_reason: step.kind === 'incomplete' ? 'length' : reason, message }],
    usage: {
      prompt_tokens: 100,
      prompt_tokens_details: { cached_tokens: 60 },
      completion_tokens: 7,
      total_tokens: 107,
    },
  };
}
