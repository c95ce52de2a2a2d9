import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveHealth } from '../../src/ops/health.ts';
import type { HealthServer } from '../../src/ops/health.ts';

interface Asked {
  method?: string;
  host?: string;
}

/** As any program may ask: `fetch` does not let anybody choose the Host. */
function ask(port: number, path: string, { method = 'GET', host = `127.0.0.1:${port}` }: Asked = {}) {
  return new Promise<{ status: number | undefined; body: unknown }>((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, path, method, headers: { host } }, (response) => {
      const { statusCode: status, headers } = response;
      void text(response).then((body) =>
        resolve({ status, body: headers['content-type']?.includes('json') && body !== '' ? JSON.parse(body) : body }),
      );
    });
    asking.once('error', reject).end();
  });
}

describe('given a bot that is not connected', () => {
  let slack: string | undefined;
  let server: HealthServer;
  beforeEach(async () => {
    slack = 'not connected';
    server = await serveHealth({
      port: 0,
      checks: { slack: async () => slack, store: async () => undefined },
      notes: { executions: async () => 'held: paused' },
      metrics: async () => 'events_total 1\n',
    });
  });
  afterEach(() => server.close());

  test('when it is asked whether it lives, then it does', async () => {
    expect(await ask(server.port, '/livez')).toEqual({ status: 200, body: { live: true } });
  });

  test('when it is asked whether it is ready, then each check is named, and what is told beside them', async () => {
    expect(await ask(server.port, '/readyz')).toEqual({
      status: 503,
      body: { slack: 'not connected', store: 'ok', executions: 'held: paused' },
    });
  });

  test('when the check is mended, then it is ready without a restart, whatever is told beside the checks', async () => {
    slack = undefined;

    expect(await ask(server.port, '/readyz?verbose')).toEqual({
      status: 200,
      body: { slack: 'ok', store: 'ok', executions: 'held: paused' },
    });
  });

  test('when its figures are asked for, then they are there', async () => {
    expect(await ask(server.port, '/metrics')).toEqual({ status: 200, body: 'events_total 1\n' });
  });

  test.each([
    ['anything else is asked', '/', {}, 404, { error: 'not_found' }],
    ['only the head is asked for', '/livez', { method: 'HEAD' }, 200, ''],
    ['somebody sends something', '/livez', { method: 'POST' }, 405, 'only GET and HEAD'],
    ['a page leads a browser here', '/metrics', { host: 'evil.example' }, 403, expect.any(String)],
    ['a name only begins like ours', '/metrics', { host: 'localhost.evil.example' }, 403, expect.any(String)],
    ['it is called by its name', '/livez', { host: 'localhost:1' }, 200, { live: true }],
  ])('when %s, then that is what it gets', async (_, path, asked, status, body) => {
    expect(await ask(server.port, path, asked)).toEqual({ status, body });
  });
});

describe('given checks that do not answer', () => {
  test('when one throws, then its words stay inside, and the others are told', async () => {
    const server = await serveHealth({
      port: 0,
      checks: { store: () => Promise.reject(new Error('xoxb-canary')), disk: async () => undefined },
    });

    expect(await ask(server.port, '/readyz')).toEqual({ status: 503, body: { store: 'the check failed', disk: 'ok' } });
    await server.close();
  });

  test('when the figures cannot be read, then that is told without words of theirs', async () => {
    const server = await serveHealth({ port: 0, checks: {}, metrics: () => Promise.reject(new Error('canary')) });

    expect(await ask(server.port, '/metrics')).toEqual({ status: 503, body: 'not available at the moment' });
    await server.close();
  });
});
