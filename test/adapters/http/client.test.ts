import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { httpClient, segment } from '../../../src/adapters/http/client.ts';
import type { Client, ClientSettings } from '../../../src/adapters/http/client.ts';
import { Unavailable } from '../../../src/domain/errors.ts';
import { ApprovalId } from '../../../src/domain/ids.ts';

const Thing = z.object({ name: z.string(), colour: z.string().optional() });
const KEY = ApprovalId.parse('apr_client01');
const CREATE = { method: 'POST', path: '/things', body: { name: 'mug' }, key: KEY } as const;

type Reply = (response: ServerResponse, request: IncomingMessage) => unknown;
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Reply =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const text =
  (status: number, body: string): Reply =>
  (response) =>
    response.writeHead(status).end(body);
const cut: Reply = (response) => response.destroy();
const silent: Reply = () => undefined;

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

/** A server that gives these answers one after the other, the last one for ever. */
async function given(
  replies: readonly Reply[],
  settings: Partial<ClientSettings> = {},
): Promise<{ client: Client; asked: IncomingMessage[]; pauses: number[]; baseUrl: string }> {
  const asked: IncomingMessage[] = [];
  const pauses: number[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    const reply = replies[asked.length - 1] ?? replies.at(-1);
    request.resume().on('end', () => reply?.(response, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a port');
  const baseUrl = `http://127.0.0.1:${address.port}/base`;
  const pause = (milliseconds: number): Promise<void> => {
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  return { client: httpClient({ baseUrl, system: 'orders', pause, ...settings }), asked, pauses, baseUrl };
}

describe('given a read', () => {
  test('when a record comes, then what is null is absent and what is unknown is ignored', async () => {
    const { client } = await given([json(200, { name: 'mug', colour: null, weight: 3, inner: { a: null } })]);

    expect(await client.read('/things/1', Thing)).toEqual({ name: 'mug' });
  });

  test('when there is no such record, then nothing comes, at the first try', async () => {
    const { client, asked } = await given([json(404, { code: 'not_found' })]);

    expect(await client.read('/things/1', Thing)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  test.each([429, 502, 503, 504])('when %d comes once, then it is asked again', async (status) => {
    const { client, asked, pauses } = await given([text(status, 'busy'), json(200, { name: 'mug' })]);

    expect(await client.read('/things/1', Thing)).toEqual({ name: 'mug' });
    expect(asked).toHaveLength(2);
    expect(pauses).toEqual([200]);
  });

  test('when the connection is cut again and again, then it is unavailable after the third try', async () => {
    const { client, asked, pauses } = await given([cut]);

    await expect(client.read('/things/1', Thing)).rejects.toEqual(new Unavailable('orders'));
    expect(asked).toHaveLength(3);
    expect(pauses).toEqual([200, 800]);
  });

  test.each([
    ['2', 2_000],
    ['0', 0],
    ['86400', 3_000],
    ['Wed, 21 Oct 2099 07:28:00 GMT', 3_000],
    ['soon', 200],
    ['-1', 200],
  ])('when Retry-After is %j, then it waits %d ms', async (retryAfter, milliseconds) => {
    const { client, pauses } = await given([json(503, {}, { 'retry-after': retryAfter }), json(200, { name: 'mug' })]);

    await client.read('/things/1', Thing);

    expect(pauses).toEqual([milliseconds]);
  });

  test.each([
    ['a refusal', json(401, { code: 'unauthorized' })],
    ['an error of the company', json(500, {})],
    ['garbage', text(200, '<html>')],
    ['nothing', text(200, '')],
    ['another shape', json(200, { title: 'mug' })],
    ['null where a value is required', json(200, { name: null })],
  ])('when %s comes, then it is unavailable at once', async (_, reply) => {
    const { client, asked } = await given([reply]);

    await expect(client.read('/things/1', Thing)).rejects.toBeInstanceOf(Unavailable);
    expect(asked).toHaveLength(1);
  });

  test('when it takes too long, then it is unavailable at once', async () => {
    const { client, asked } = await given([silent], { timeout: 50 });

    await expect(client.read('/things/1', Thing)).rejects.toBeInstanceOf(Unavailable);
    expect(asked).toHaveLength(1);
  });

  test('when more than 2 MB come, then it is unavailable', async () => {
    const { client } = await given([json(200, { name: 'x'.repeat(2_000_001) })]);

    await expect(client.read('/things/1', Thing)).rejects.toBeInstanceOf(Unavailable);
  });

  test('when it is redirected, then the other address is never asked', async () => {
    const elsewhere = await given([json(200, { name: 'stolen' })]);
    const { client } = await given([json(302, {}, { location: `${elsewhere.baseUrl}/things/1` })]);

    await expect(client.read('/things/1', Thing)).rejects.toBeInstanceOf(Unavailable);
    expect(elsewhere.asked).toEqual([]);
  });

  test.each(['', '/', '///'])('when the base URL ends in %j, then the address is the same', async (end) => {
    const { asked, baseUrl } = await given([json(200, { name: 'mug' })]);

    await httpClient({ baseUrl: `${baseUrl}${end}`, system: 'crm' }).read('/things/1', Thing);

    expect(asked.map(({ url }) => url)).toEqual(['/base/things/1']);
  });

  test('when there is a token, then it is sent as a bearer token', async () => {
    const { client, asked } = await given([json(200, { name: 'mug' })], { token: 'secret' });

    await client.read('/things/1', Thing);

    expect(asked[0]?.headers.authorization).toBe('Bearer secret');
  });
});

describe('given a write', () => {
  test('when it is done, then the value comes and the key and the body were sent', async () => {
    const { client, asked } = await given([json(201, { name: 'mug', id: 7 })]);

    expect(await client.write(CREATE, Thing)).toEqual({ kind: 'done', value: { name: 'mug' } });
    expect(asked[0]).toMatchObject({
      method: 'POST',
      url: '/base/things',
      headers: { 'idempotency-key': KEY, 'content-type': 'application/json' },
    });
  });

  test.each([
    [json(422, { code: 'out_of_stock', detail: 'Two left.', title: 'Out of stock' }), 'out_of_stock', 'Two left.'],
    [json(409, { code: 'version_conflict', title: 'Changed' }), 'version_conflict', 'Changed'],
    [json(422, { code: 'constructor', detail: 'No.' }), 'constructor', 'No.'],
    [json(404, { code: 'not_found' }), 'not_found', 'The company refused with status 404.'],
    [json(401, { code: 5, detail: null }), 'http_401', 'The company refused with status 401.'],
    [text(403, '<html>'), 'http_403', 'The company refused with status 403.'],
  ])('when the company says no, then it is refused with code and message (%#)', async (reply, code, message) => {
    const { client } = await given([reply]);

    expect(await client.write(CREATE, Thing)).toEqual({ kind: 'refused', code, message });
  });

  test.each([
    ['a cut connection', cut, 'no whole answer came'],
    ['silence', silent, 'it did not answer in time'],
    ['500', json(500, { code: 'x' }), 'it answered 500'],
    ['503', json(503, {}), 'it answered 503'],
    ['408', json(408, {}), 'it answered 408'],
    ['425', json(425, {}), 'it answered 425'],
    ['429', json(429, {}, { 'retry-after': '0' }), 'it answered 429'],
    ['304', text(304, ''), 'it answered 304'],
    ['in_progress', json(409, { code: 'in_progress' }), 'the company is still working on it'],
    ['key_reused', json(409, { code: 'key_reused' }), 'the company knows this key with other content'],
    ['an unreadable 200', text(200, '<html>'), 'its answer could not be read'],
    ['an empty 204', text(204, ''), 'its answer could not be read'],
    ['a huge 200', json(200, { name: 'x'.repeat(2_000_001) }), 'no whole answer came'],
    ['a redirect', json(307, {}, { location: '/base/elsewhere' }), 'no whole answer came'],
  ])('when %s comes, then the outcome is unknown and it is not sent again', async (_, reply, why) => {
    const { client, asked, pauses } = await given([reply], { timeout: 300 });

    expect(await client.write(CREATE, Thing)).toEqual({ kind: 'unknown', why });
    expect(asked).toHaveLength(1);
    expect(pauses).toEqual([]);
  });

  test('when nobody listens, then the outcome is unknown', async () => {
    const client = httpClient({ baseUrl: 'http://127.0.0.1:1', system: 'orders', token: 'secret' });

    expect(await client.write(CREATE, Thing)).toEqual({ kind: 'unknown', why: 'no whole answer came' });
  });
});

describe('given a look-up by key', () => {
  const record = (status: number, body: unknown) =>
    json(200, { method: 'POST', path: '/things', status, body, at: '2026-05-04T12:00:00Z' });

  test.each([
    ['done', record(201, { name: 'mug' }), { kind: 'done', value: { name: 'mug' } }],
    ['refused', record(422, { code: 'no', detail: 'No.' }), { kind: 'refused', code: 'no', message: 'No.' }],
    ['unknown', record(500, {}), { kind: 'unknown', why: 'it answered 500' }],
    ['unknown to us', record(201, null), { kind: 'unknown', why: 'its answer could not be read' }],
    ['never seen', json(404, { code: 'not_found' }), undefined],
  ])('when the write was %s, then it means what the direct answer means', async (_, reply, written) => {
    const { client, asked } = await given([reply]);

    expect(await client.lookUp(KEY, Thing)).toEqual(written);
    expect(asked.map(({ url }) => url)).toEqual([`/base/writes/${KEY}`]);
  });

  test.each([
    ['fails', json(500, {})],
    ['is garbage', text(200, '{}')],
  ])('when it %s itself, then the company is unavailable', async (_, reply) => {
    const { client } = await given([reply]);

    await expect(client.lookUp(KEY, Thing)).rejects.toBeInstanceOf(Unavailable);
  });
});

test.each([
  ['ORD-12345', 'ORD-12345'],
  ['a/b', 'a%2Fb'],
  ['a?b#c', 'a%3Fb%23c'],
  ['å 1', '%C3%A5%201'],
  ['..', '%252e%252e'],
  ['.', '%252e'],
  ['\uD800', '%EF%BF%BD'],
])('given the id %j, when it stands in a path, then it stays one segment: %j', (id, written) => {
  const { pathname } = new URL(`http://company/orders/${segment(id)}/refunds`);

  expect(pathname).toBe(`/orders/${written}/refunds`);
});
