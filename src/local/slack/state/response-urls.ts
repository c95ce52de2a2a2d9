/** Where a click happened: what its response_url may answer to. */
export interface Origin {
  channel: string;
  user: string;
  messageTs: string;
  threadTs?: string;
}

type Use = { ok: true; origin: Origin } | { ok: false; error: 'expired_url' | 'used_url' };

export interface ResponseUrls {
  issue(origin: Origin): string;
  use(id: string): Use;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const USES = 5;
const LIFETIME = 30 * 60_000; // milliseconds

export function createResponseUrls(now: () => number, newId: () => string): ResponseUrls {
  const issued = new Map<string, { origin: Origin; at: number; uses: number }>();
  return {
    issue: (origin) => {
      const id = newId();
      issued.set(id, { origin, at: now(), uses: 0 });
      return id;
    },
    use: (id) => {
      const found = issued.get(id);
      if (!found || now() - found.at > LIFETIME) return { ok: false, error: 'expired_url' };
      if (found.uses >= USES) return { ok: false, error: 'used_url' };
      issued.set(id, { ...found, uses: found.uses + 1 });
      return { ok: true, origin: found.origin };
    },
  };
}
