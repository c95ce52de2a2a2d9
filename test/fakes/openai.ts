import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { requestProblems } from './openai-requests.ts';
import { SPECIFICATION } from './openai-schema.ts';
import { chatAnswer, chatEvents, responsesAnswer, responsesEvents } from './openai-wire.ts';
import type { WireEvents } from './openai-wire.ts';

/** What the scripted model does when it is asked; made by the builders below. */
export type ScriptedStep =
  | ScriptedAnswer
  | { kind: 'error'; status: number; headers: Record<string, string>; error: ScriptedError }
  /** Sent as it is, with status 200. */
  | { kind: 'raw'; body: string; contentType: string }
  /** The connection breaks in the middle of the answer. */
  | { kind: 'cut'; text: string }
  /** No answer, ever. */
  | { kind: 'hang' };

/** All but `answer` are not whole: it declines, was cut at the length limit, or a filter took it. `early`: a stream that ends too soon. */
export interface ScriptedAnswer {
  kind: 'answer' | 'refusal' | 'incomplete' | 'filtered' | 'early';
  text: string;
  calls: readonly ScriptedCall[];
  /** What it thought, sealed. */
  thoughts?: readonly string[];
  /** In a stream the text comes in these; absent: word by word. */
  pieces?: readonly string[];
  /** In a stream, each piece comes when this is over; absent: everything comes at once. */
  pause?: (piece: number) => Promise<unknown>;
  /** In a stream, these events come in place of its own end, `cut`: the connection breaks there. */
  end?: string;
}

export interface ScriptedError {
  message: string;
  code?: string;
  param?: string;
}

export interface ScriptedCall {
  name: string;
  /** Anything but a string is sent as its JSON. */
  arguments: unknown;
  /** Absent: an id of its own. */
  callId?: string;
}

export const say = (text: string): ScriptedAnswer => ({ kind: 'answer', text, calls: [] });
export const call = (name: string, input: unknown = {}, text = ''): ScriptedAnswer => ({
  kind: 'answer',
  text,
  calls: [{ name, arguments: input }],
});
export const calls = (...made: readonly ScriptedCall[]): ScriptedAnswer => ({ kind: 'answer', text: '', calls: made });
/** With thoughts, which come back sealed. */
export const thinking = (step: ScriptedAnswer, ...thoughts: readonly string[]): ScriptedAnswer => ({
  ...step,
  thoughts,
});
/** In pieces, each when `pause` is over. */
export const slowly = (
  pieces: readonly string[],
  pause: (piece: number) => Promise<unknown>,
  step: ScriptedAnswer = say(pieces.join('')),
): ScriptedAnswer => ({ ...step, pieces, pause });
export const decline = (text = 'I cannot help with that.'): ScriptedAnswer => ({ kind: 'refusal', text, calls: [] });
export const incomplete = (text = 'The order was', ...made: readonly ScriptedCall[]): ScriptedAnswer => ({
  kind: 'incomplete',
  text,
  calls: made,
});
export const filtered = (text = ''): ScriptedAnswer => ({ kind: 'filtered', text, calls: [] });
/** Plain, it is an answer that is still being made. */
export const early = (text = 'The order was'): ScriptedAnswer => ({ kind: 'early', text, calls: [] });
export const error = (
  status: number,
  headers: Record<string, string> = {},
  said: ScriptedError = { message: `scripted ${status}` },
): ScriptedStep => ({ kind: 'error', status, headers, error: said });
/** Refuses something about a request. */
export const refuse = (message: string, param?: string, code?: string): ScriptedStep =>
  error(400, {}, { message, ...(param !== undefined && { param }), ...(code !== undefined && { code }) });
export const garbage = (body = '<html>oops', contentType = 'application/json'): ScriptedStep => ({
  kind: 'raw',
  body,
  contentType,
});
/** These events, as they are, with status 200. */
export const events = (body: string): ScriptedStep => garbage(body, 'text/event-stream; charset=utf-8');
export const cut = (text = 'The order was'): ScriptedStep => ({ kind: 'cut', text });
export const hang = (): ScriptedStep => ({ kind: 'hang' });

/** One request, read alike from both wire formats. */
export interface ScriptedRequest {
  api: 'responses' | 'chat';
  model: string;
  instructions: string;
  items: readonly ScriptedItem[];
  tools: readonly { name: string; description: string; parameters: Record<string, unknown> }[];
  headers: IncomingMessage['headers'];
  /** Behind the path, without the question mark. */
  query: string;
  isStreamed: boolean;
  /** As it came, to compare with the wire's schema. */
  body: Record<string, unknown>;
}
type ScriptedItem =
  | { kind: 'message'; role: string; text: string }
  | { kind: 'call'; callId: string; name: string; arguments: string }
  | { kind: 'output'; callId: string; output: string }
  | { kind: 'thought'; id: string; sealed: string };

/** A list is played once, in order, and answers 500 after its end; a function decides from the request alone. */
export type Script = readonly ScriptedStep[] | ((request: ScriptedRequest, count: number) => ScriptedStep);

export interface ScriptedModel {
  /** The base URL, as in `OPENAI_BASE_URL`. */
  url: string;
  requests: readonly ScriptedRequest[];
  /** Replaces what is left of the script. */
  play(script: Script): void;
  /** Throws when a listed step was never asked for, more was asked than listed, or a request was not valid. */
  assertComplete(): void;
  /** Rejects when a request was not valid. */
  close(): Promise<void>;
}

interface ScriptedSettings {
  script?: Script;
  /** False: it does not know what a stream is and answers in one piece, as some servers do. */
  streams?: boolean;
}

/** A real HTTP server behind `/v1/responses` and `/v1/chat/completions` that answers by script, and takes valid requests only. */
export async function startScriptedModel({
  script = [],
  streams = true,
}: ScriptedSettings = {}): Promise<ScriptedModel> {
  const requests: ScriptedRequest[] = [];
  const invalid: string[] = [];
  let director = direct(script); // replaced by play
  const take = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const request = await readRequest(incoming);
    const found = requestProblems(SPECIFICATION, request.api, request.body);
    invalid.push(...found);
    requests.push(request);
    if (found.length > 0) return send(response, 400, errorBody({ message: found.join('; ') }));
    const asked = { ...request, isStreamed: request.isStreamed && streams };
    await play(response, asked, director.next(request), requests.length);
  };
  const server = createServer((incoming, response) => {
    take(incoming, response).catch((reason: unknown) => {
      invalid.push(String(reason));
      send(response, 400, errorBody({ message: String(reason) }));
    });
  });
  const assertValid = () => {
    if (invalid.length > 0) throw new Error(`the model got requests that are not valid: ${invalid.join('; ')}`);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${Address.parse(server.address()).port}/v1`,
    requests,
    play: (next) => void (director = direct(next)),
    assertComplete: () => {
      assertValid();
      director.assertComplete();
    },
    close: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      assertValid();
    },
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
  stream: z.boolean().default(false),
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
        .looseObject({ type: z.literal('reasoning'), id: z.string(), encrypted_content: z.string() })
        .transform((item) => ({ kind: 'thought' as const, id: item.id, sealed: item.encrypted_content })),
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
  stream: z.boolean().default(false),
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
  const [path, query = ''] = (incoming.url ?? '').split('?');
  const { headers } = incoming;
  if (path === '/v1/responses') {
    const { input, stream: isStreamed, ...read } = ResponsesBody.parse(body);
    const { model, instructions, tools } = read;
    return { api: 'responses', model, instructions, items: input, tools, headers, query, isStreamed, body };
  }
  if (path !== '/v1/chat/completions') throw new Error(`no such path: ${incoming.url}`);
  const { model, messages, tools, stream: isStreamed } = ChatBody.parse(body);
  const [system, ...said] = messages;
  return {
    api: 'chat',
    model,
    instructions: system?.content ?? '',
    items: said.flatMap(toItems),
    tools: tools.map((tool) => tool.function),
    headers,
    query,
    isStreamed,
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

async function play(
  response: ServerResponse,
  { api, isStreamed }: ScriptedRequest,
  step: ScriptedStep,
  count: number,
): Promise<void> {
  switch (step.kind) {
    case 'error':
      return send(response, step.status, errorBody(step.error), step.headers);
    case 'raw':
      return send(response, 200, step.body, { 'content-type': step.contentType });
    case 'cut':
      return isStreamed ? breakStream(response, wireEvents(api, say(step.text), count)) : breakAnswer(response);
    case 'hang':
      return undefined;
    case 'answer':
    case 'refusal':
    case 'incomplete':
    case 'filtered':
    case 'early':
      if (isStreamed) return sendStream(response, wireEvents(api, step, count), step);
      return send(response, 200, JSON.stringify(wireAnswer(api, step, count)));
  }
}

const wireEvents = (api: ScriptedRequest['api'], step: ScriptedAnswer, count: number): WireEvents =>
  api === 'responses' ? responsesEvents(step, count) : chatEvents(step, count);

const wireAnswer = (api: ScriptedRequest['api'], step: ScriptedAnswer, count: number) =>
  api === 'responses' ? responsesAnswer(step, count) : chatAnswer(step, count);

const EVENT_STREAM = { 'content-type': 'text/event-stream; charset=utf-8' };

async function sendStream(
  response: ServerResponse,
  { start, pieces, end }: WireEvents,
  { kind, pause, end: wrong }: ScriptedAnswer,
): Promise<void> {
  response.writeHead(200, EVENT_STREAM);
  const last = kind === 'early' ? '' : (wrong ?? end);
  if (!pause && last !== 'cut') return void response.end(start + pieces.join('') + last);
  response.write(start);
  for (const [index, piece] of pieces.entries()) {
    await pause?.(index);
    response.write(piece);
  }
  await pause?.(pieces.length);
  if (last === 'cut') response.destroy();
  else response.end(last);
}

function breakStream(response: ServerResponse, { start, pieces }: WireEvents): void {
  response.writeHead(200, EVENT_STREAM).write(start + pieces.join(''), () => response.destroy());
}

function breakAnswer(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"id":"resp_', () => response.destroy());
}

function send(response: ServerResponse, status: number, body: string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}

const errorBody = ({ message, code, param }: ScriptedError): string =>
  JSON.stringify({ error: { message, type: 'server_error', param: param ?? null, code: code ?? null } });
