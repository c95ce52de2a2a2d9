import { createServer } from 'node:http';

/** What is wrong, in words; undefined when it is well. */
export type Check = () => Promise<string | undefined>;

/** `/livez` and `/readyz` on loopback; readiness names every check. Resolves to the way to close it. */
export async function serveHealth(port: number, checks: Record<string, Check>): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    const answer = path === '/livez' ? Promise.resolve({ status: 200, body: { live: true } }) : ready(path, checks);
    void answer.then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve));
  return () => new Promise((resolve) => server.close(() => resolve()));
}

async function ready(
  path: string | undefined,
  checks: Record<string, Check>,
): Promise<{ status: number; body: unknown }> {
  if (path !== '/readyz') return { status: 404, body: { error: 'not_found' } };
  const results = await Promise.all(
    Object.entries(checks).map(
      async ([name, check]) => [name, (await check().catch(() => 'the check failed')) ?? 'ok'] as const,
    ),
  );
  return { status: results.every(([, result]) => result === 'ok') ? 200 : 503, body: Object.fromEntries(results) };
}
