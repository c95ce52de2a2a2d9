import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serveHealth } from '../../src/ops/health.ts';

/** One that was free a moment ago. */
function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

describe('given a bot that is not connected', () => {
  let slack: string | undefined;
  let address: string;
  let close: () => Promise<void>;
  beforeEach(async () => {
    slack = 'not connected';
    const port = await freePort();
    address = `http://127.0.0.1:${port}`;
    close = await serveHealth(port, {
      slack: async () => slack,
      store: async () => undefined,
    });
  });
  afterEach(() => close());

  const ask = async (path: string) => {
    const response = await fetch(address + path);
    return { status: response.status, body: await response.json() };
  };

  test('when it is asked whether it lives, then it does', async () => {
    expect(await ask('/livez')).toEqual({ status: 200, body: { live: true } });
  });

  test('when it is asked whether it is ready, then each check is named', async () => {
    expect(await ask('/readyz')).toEqual({ status: 503, body: { slack: 'not connected', store: 'ok' } });
  });

  test('when the check is mended, then it is ready without a restart', async () => {
    slack = undefined;

    expect(await ask('/readyz?verbose')).toEqual({ status: 200, body: { slack: 'ok', store: 'ok' } });
  });

  test('when anything else is asked, then it is not there', async () => {
    expect(await ask('/')).toEqual({ status: 404, body: { error: 'not_found' } });
  });
});

test('given a check that fails, when readiness is asked, then its words stay inside', async () => {
  const port = await freePort();
  const close = await serveHealth(port, { store: () => Promise.reject(new Error('xoxb-canary')) });

  const response = await fetch(`http://127.0.0.1:${port}/readyz`);

  expect(await response.json()).toEqual({ store: 'the check failed' });
  await close();
});
