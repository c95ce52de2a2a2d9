import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import { createFaults, Fault, spoil } from './faults.ts';
import type { Faults } from './faults.ts';
import { decide } from './mind/decide.ts';
import { trainIntents } from './mind/intents.ts';
import type { IntentClassifier } from './mind/intents.ts';
import type { ModelRequest } from './mind/request.ts';
import { ChatBody, completionChunks, fromChat, toCompletion } from './wire/chat.ts';
import { RequestError, readBody, sendError, sendEvents, sendJson } from './wire/http.ts';
import { ResponsesBody, fromResponses, toResponse } from './wire/responses.ts';
import { responseEvents } from './wire/responses-stream.ts';
import { CREATED_AT, toThought } from './wire/thought.ts';
import type { Thought } from './wire/thought.ts';

export interface RunningModel {
  /** `http://127.0.0.1:PORT/v1` */
  baseUrl: string;
  /** POST a `Fault`, GET or DELETE all of them. */
  faultsUrl: string;
  faults: Faults;
  stop(): Promise<void>;
}

/** The demo model on a loopback port; 0 takes a free one. Rejects when the port is taken. */
export async function startModel({ port }: { port: number }): Promise<RunningModel> {
  const faults = createFaults();
  const server = createServer(listener(trainIntents(), faults));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const taken = typeof address === 'object' && address ? address.port : port;
  return {
    baseUrl: `http://127.0.0.1:${taken}/v1`,
    faultsUrl: `http://127.0.0.1:${taken}/faults`,
    faults,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function listener(classify: IntentClassifier, faults: Faults): RequestListener {
  return (request, response) => {
    answerOrFail({ classify, faults }, request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy();
      sendError(
        response,
        error instanceof RequestError ? error : new RequestError(500, 'internal_error', 'the demo model failed'),
      );
    });
  };
}

interface Deps {
  classify: IntentClassifier;
  faults: Faults;
}

async function answerOrFail(deps: Deps, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  if (path === '/faults') return answerControl(deps.faults, request, response);
  const usually = () => answer(deps.classify, request, response);
  const fault = path.startsWith('/v1/') && request.method === 'POST' ? deps.faults.take() : undefined;
  return fault ? spoil(fault, { request, response }, usually) : usually();
}

async function answerControl(faults: Faults, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') faults.add(parse(Fault, await readBody(request)));
  if (request.method === 'DELETE') faults.clear();
  return sendJson(response, 200, faults.list());
}

const pathOf = (request: IncomingMessage): string => new URL(request.url ?? '/', 'http://localhost').pathname;

async function answer(classify: IntentClassifier, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request);
  switch (`${request.method} ${path}`) {
    case 'GET /v1/models':
      return sendJson(response, 200, { object: 'list', data: [MODEL] });
    case 'GET /v1/models/demo':
      return sendJson(response, 200, MODEL);
    case 'POST /v1/responses':
      return answerResponses(classify, await readBody(request), response);
    case 'POST /v1/chat/completions':
      return answerChat(classify, await readBody(request), response);
    default:
      throw new RequestError(404, 'unknown_url', `there is no ${request.method} ${path} here`);
  }
}

const MODEL = { id: 'demo', object: 'model', created: CREATED_AT, owned_by: 'deskhand' };

function answerResponses(classify: IntentClassifier, text: string, response: ServerResponse): void {
  const body = parse(ResponsesBody, text);
  const thought = think(classify, body.model, fromResponses(body));
  if (body.stream !== true) return sendJson(response, 200, toResponse(thought, body));
  const events = responseEvents(thought, body);
  return sendEvents(
    response,
    events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`),
  );
}

function answerChat(classify: IntentClassifier, text: string, response: ServerResponse): void {
  const body = parse(ChatBody, text);
  const thought = think(classify, body.model, fromChat(body));
  if (body.stream !== true) return sendJson(response, 200, toCompletion(thought));
  const chunks = completionChunks(thought, body).map((chunk) => JSON.stringify(chunk));
  return sendEvents(
    response,
    [...chunks, '[DONE]'].map((data) => `data: ${data}\n\n`),
  );
}

const think = (classify: IntentClassifier, model: string, request: ModelRequest): Thought =>
  toThought(decide(classify, request), model, request);

function parse<Body>(schema: z.ZodType<Body>, text: string): Body {
  const body = schema.safeParse(parseJson(text));
  if (body.success) return body.data;
  throw new RequestError(400, 'invalid_request', z.prettifyError(body.error));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RequestError(400, 'invalid_json', 'the body is not valid JSON');
  }
}
