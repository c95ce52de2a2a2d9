import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { answerAttachment } from './file-server.ts';
import { type Exchange, sendText } from './http.ts';
import { answerResponseUrl, RESPONSE_PATH } from './response-url.ts';
import { FILES_PATH } from './state/files.ts';
import { isFromOurPage } from './ui/guard.ts';
import { answerUi, UI_PATH } from './ui/routes.ts';
import { answerFile, PAGE_PATH } from './ui/static.ts';
import { answerApi, API_PATH } from './web-api/front-door.ts';
import type { World } from './world.ts';

export interface Listening {
  server: Server;
  port: number;
}

/** Listens on this machine only. Requests are answered once there is a world to answer from. */
export async function listen(port: number, answer: (exchange: Exchange) => Promise<void>): Promise<Listening> {
  const server = createServer((request, response) => void answerSafely(answer, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error(`expected a TCP address, got ${address}`);
  return { server, port: address.port };
}

export interface Site {
  world: World;
  port: number;
  pageDirectory: string;
}

/** The neighbours: the Web API, response urls and files for the app, everything else for our own page. */
export async function route({ world, port, pageDirectory }: Site, exchange: Exchange): Promise<void> {
  const { request, response, path } = exchange;
  if (path.startsWith(API_PATH)) return answerApi(world, exchange);
  if (path.startsWith(RESPONSE_PATH)) return answerResponseUrl(world, exchange);
  if (path.startsWith(FILES_PATH)) return answerAttachment(world, exchange);
  response.setHeader('content-security-policy', "default-src 'self'");
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  if (!isFromOurPage(request, port)) return sendText(response, 403, 'forbidden');
  if (path.startsWith(UI_PATH)) return answerUi(world, exchange);
  const isPage = path === '/' || path.startsWith(PAGE_PATH) || path.startsWith('/archives/');
  return isPage && request.method === 'GET'
    ? answerFile(pageDirectory, exchange)
    : sendText(response, 404, 'not found');
}

/** A broken request costs nothing but its own answer. */
async function answerSafely(
  answer: (exchange: Exchange) => Promise<void>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await answer({ request, response, path: pathOf(request) });
  } catch (error) {
    if (response.headersSent) response.destroy();
    else sendText(response, 500, String(error));
  }
}

const pathOf = (request: IncomingMessage): string => (request.url ?? '/').split('?')[0] ?? '/';
