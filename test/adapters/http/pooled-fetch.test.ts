import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { pooledFetch } from '../../../src/adapters/http/pooled-fetch.ts';

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

/** Sends the first part; `goOn` sends the rest. */
async function serve(contentType: string) {
  const answers: ServerResponse[] = [];
  const asked = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': contentType }).write('data: 1\n\n');
    answers.push(response);
    asked.resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    asked: asked.promise,
    goOn: () => answers.forEach((response) => response.end('data: 2\n\n')),
    lost: () => Promise.all(answers.map((answer) => new Promise<void>((resolve) => answer.once('close', resolve)))),
  };
}

test('given a server that sends events, when the first has come, then it can be read before the others', async () => {
  const server = await serve('text/event-stream; charset=utf-8');

  const { body } = await pooledFetch()(server.url);
  const decoded = body?.pipeThrough(new TextDecoderStream()).getReader();
  const first = await decoded?.read();
  server.goOn();
  const second = await decoded?.read();

  expect([first?.value, second?.value]).toEqual(['data: 1\n\n', 'data: 2\n\n']);
});

test('given a server that sends events, when nobody wants to read on, then the connection is closed', async () => {
  const server = await serve('text/event-stream');

  const { body } = await pooledFetch()(server.url);
  const lost = server.lost();
  await body?.cancel();

  await expect(lost).resolves.toEqual([undefined]);
});

test('given any other answer, when it comes in parts, then it is there when all of it is', async () => {
  const server = await serve('text/plain');

  const answer = pooledFetch()(server.url);
  await server.asked;
  server.goOn();

  expect(await (await answer).text()).toBe('data: 1\n\ndata: 2\n\n');
});
