import type { z } from 'zod';
import { problem } from './answer.ts';
import type { Answer } from './answer.ts';

export interface Call {
  /** What stands at the path's `{id}`; empty when it has none. */
  id: string;
  query: URLSearchParams;
  body: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Relative to its system's base, with at most one `{id}`. */
  path: string;
  answer(call: Call): Answer;
}

export const read = (path: string, answer: (call: Call) => Answer): Route => ({ method: 'GET', path, answer });

export const write = <Input>(
  method: 'POST' | 'PATCH',
  path: string,
  schema: z.ZodType<Input>,
  answer: (input: Input, id: string) => Answer,
): Route => ({
  method,
  path,
  answer({ body, id }) {
    const input = schema.safeParse(body);
    return input.success ? answer(input.data, id) : problem(422, 'invalid_body', mistakesIn(input.error));
  },
});

const mistakesIn = ({ issues }: z.ZodError): string =>
  issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`).join('; ');

/** Undefined: there is no such path. `segments` are decoded. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  segments: readonly string[],
): { route: Route; id: string } | undefined {
  for (const route of routes.filter((candidate) => candidate.method === method)) {
    const pattern = route.path.split('/').slice(1);
    if (pattern.length !== segments.length) continue;
    if (!pattern.every((part, place) => part === '{id}' || part === segments[place])) continue;
    return { route, id: segments[pattern.indexOf('{id}')] ?? '' };
  }
  return undefined;
}
