import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { readFile } from '../../src/slack/read-file.ts';

const open: { close(): void }[] = [];
afterEach(() => open.splice(0).forEach((server) => server.close()));

/** A workspace on this machine whose files are answered so. */
async function filesOf(serve: RequestListener) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    serve(request, response);
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  open.push({ close: () => void (server.closeAllConnections(), server.close()) });
  const base = `http://127.0.0.1:${port}`;
  const read = (url = `${base}/files/F1`) => readFile({ token: 'xoxb-1', apiUrl: `${base}/api/` }, url);
  return { base, asked, read };
}
const text =
  (content: string | Buffer, type = 'text/plain'): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': type }).end(content);

describe('given a file that a person attached', () => {
  test('when it is text, then it is read with the token of the bot', async () => {
    const { read, asked } = await filesOf(text('the mug is bröken'));

    expect(await read()).toBe('the mug is bröken');
    expect(asked[0]?.headers.authorization).toBe('Bearer xoxb-1');
  });

  test('when it is as large as a file may be, then it is read whole, and beyond that not at all', async () => {
    const whole = await filesOf(text('x'.repeat(100_000)));
    const more = await filesOf(text('x'.repeat(100_001)));

    expect((await whole.read())?.length).toBe(100_000);
    expect(await more.read()).toBeUndefined();
  });

  test('when it never ends, then reading stops', async () => {
    const endless = await filesOf((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' });
      const more = () => void response.write('x'.repeat(60_000), () => !response.destroyed && more());
      more();
    });

    expect(await endless.read()).toBeUndefined();
  });

  test.each<[string, RequestListener]>([
    ['the page to sign in', text('<html>', 'text/html; charset=utf-8')],
    ['no text', text(Buffer.from([0xff, 0xfe, 0x00, 0x41]))],
    ['gone', (_, response) => response.writeHead(404).end('not found')],
    [
      'cut',
      (_, response) => void response.writeHead(200, { 'content-length': 10 }).write('abc', () => response.destroy()),
    ],
    ['elsewhere', (_, response) => response.writeHead(302, { location: '/files/F2' }).end()],
  ])('when the answer is %s, then it cannot be read', async (_, serve) => {
    const { read } = await filesOf(serve);

    expect(await read()).toBeUndefined();
  });

  test('when it is at another address, then nobody is asked and the token goes nowhere', async () => {
    const here = await filesOf(text('mine'));
    const other = await filesOf(text('theirs'));
    const name = here.base.replace('127.0.0.1', 'localhost');

    expect(await here.read(`${other.base}/files/F1`)).toBeUndefined();
    expect(await here.read(`${name}/files/F1`)).toBeUndefined();
    expect(await here.read(`${here.base.replace('//', '//me:secret@')}/files/F1`)).toBeUndefined();
    expect(await here.read('file:///etc/passwd')).toBeUndefined();
    expect(await here.read('no address')).toBeUndefined();
    expect([here.asked, other.asked]).toEqual([[], []]);
  });

  test('when Slack is the real one, then only its host for files is asked', async () => {
    const asked: unknown[] = [];
    const fetch = async (url: unknown) => {
      asked.push(url);
      return new Response('hello');
    };
    const read = (url: string) => readFile({ token: 'xoxb-1', apiUrl: 'https://slack.com/api/', fetch }, url);

    expect(await read('https://files.slack.com/files-pri/T1-F1/log.txt')).toBe('hello');
    expect(await read('https://files.slack.com.evil.example/log.txt')).toBeUndefined();
    expect(await read('http://files.slack.com/log.txt')).toBeUndefined();
    expect(await read('http://127.0.0.1/log.txt')).toBeUndefined();
    expect(asked).toEqual(['https://files.slack.com/files-pri/T1-F1/log.txt']);
  });
});
