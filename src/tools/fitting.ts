import type { Json } from '../domain/json.ts';

/** In characters of JSON; the loop takes a little more. */
const ROOM = 20_000;

/** As many of the first as an answer holds, and always one. */
export function fitting<View extends Json>(views: readonly View[], room = ROOM): readonly View[] {
  let left = room; // by those before
  const end = views.findIndex((view) => {
    left -= JSON.stringify(view).length + 1;
    return left < 0;
  });
  return end === -1 ? views : views.slice(0, Math.max(end, 1));
}
