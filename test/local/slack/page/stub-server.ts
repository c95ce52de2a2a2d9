import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import { extname, join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Message, UiEvent, Workspace } from '../../../../src/local/slack/page/protocol.ts';
import { seed } from './stub-seed.ts';

const PAGE = join(import.meta.dirname, '../../../../src/local/slack/page');
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ts': 'text/javascript; charset=utf-8',
};

/** The page's protocol with no bot behind it: tests say what happens and look at what the page asked for. */
export interface StubServer {
  url: string;
  /** Everything the page sent, oldest first. */
  asked: { path: string; body: unknown }[];
  /** Tells every open page, and remembers messages for those that open later. */
  tell: (event: UiEvent) => void;
  nextTs: () => string;
  /** What the next requests to a path are answered with, in order; after that with `{ ok: true, acked: true }`. */
  answer: (path: string, answer: object | Promise<object>) => void;
  /** Ends every feed and takes no new one, until it comes back. */
  goAway: () => void;
  comeBack: () => void;
  stop: () => Promise<void>;
}

export async function startStubServer(): Promise<StubServer> {
  const workspace: Workspace = seed();
  const feeds = new Set<ServerResponse>();
  const state = { isAway: false };
  const asked: StubServer['asked'] = [];
  const answers = new Map<string, (object | Promise<object>)[]>();
  let lastTs = 1_790_000_000_000_000; // microseconds

  const nextTs = (): string => {
    lastTs += 1_000_000;
    return `${Math.floor(lastTs / 1e6)}.${String(lastTs % 1e6).padStart(6, '0')}`;
  };
  const tell = (event: UiEvent): void => {
    remember(workspace, event);
    for (const feed of feeds) feed.write(`data: ${JSON.stringify(event)}\n\n`);
  };
  const take = async (path: string, body: unknown): Promise<object> => {
    asked.push({ path, body });
    const planned = answers.get(path)?.shift();
    if (planned) return planned;
    if (path !== '/ui/post') return { ok: true, acked: true };
    const { user, channel, text, threadTs } = Posted.parse(body);
    const ts = nextTs();
    const thread = threadTs === undefined ? {} : { thread_ts: threadTs };
    tell({ type: 'message', channel, message: { ts, user, text: encode(text), ...thread } });
    return { ok: true, ts };
  };
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://stub').pathname;
    if (path === '/ui/events' && state.isAway) return void response.destroy();
    if (path === '/ui/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('retry: 200\n\n');
      feeds.add(response);
      response.on('close', () => feeds.delete(response));
      return;
    }
    if (path === '/ui/state') return sendJson(response, workspace);
    if (path.startsWith('/ui/')) return sendJson(response, await take(path, JSON.parse(await bodyOf(request))));
    await sendFile(response, path === '/' ? 'index.html' : path.replace(/^\/page\//, ''));
  };

  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = z.object({ port: z.number() }).parse(server.address() satisfies AddressInfo | string | null);
  const goAway = (): void => {
    state.isAway = true;
    for (const feed of feeds) feed.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}/`,
    asked,
    tell,
    nextTs,
    answer: (path, answer) => void answers.set(path, [...(answers.get(path) ?? []), answer]),
    goAway,
    comeBack: () => void (state.isAway = false),
    stop: () => {
      goAway();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const Posted = z.object({ user: z.string(), channel: z.string(), text: z.string(), threadTs: z.string().optional() });

const encode = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('@Deskhand', '<@UBOT>');

function remember(workspace: Workspace, event: UiEvent): void {
  if (event.type !== 'message' && event.type !== 'message_changed') return;
  const before: readonly Message[] = workspace.messages[event.channel] ?? [];
  const others = before.filter(({ ts }) => ts !== event.message.ts);
  const messages = [...others, event.message].toSorted((a, b) => (a.ts < b.ts ? -1 : 1));
  Object.assign(workspace.messages, { [event.channel]: messages });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

function sendJson(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function sendFile(response: ServerResponse, name: string): Promise<void> {
  const text = await readFile(join(PAGE, name), 'utf8').catch(() => undefined);
  const type = TYPES[extname(name)];
  if (text === undefined || type === undefined) return void response.writeHead(404).end();
  const body = name.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  response.writeHead(200, { 'content-type': type, 'content-security-policy': "default-src 'self'" }).end(body);
}
