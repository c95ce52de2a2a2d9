import type { IncomingMessage } from 'node:http';

/** Refuses other sites' pages (by Origin) and names that only pretend to be this machine (by Host). */
export function isFromOurPage(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) return false;
  return origin === undefined || origin === `http://${host}`;
}

/** A form of another site cannot send this content type without asking first. */
export const isJsonPost = (request: IncomingMessage): boolean =>
  request.method === 'POST' && /^application\/json(;|$)/.test(request.headers['content-type'] ?? '');
