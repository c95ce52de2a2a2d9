/** What a click or a submission allows the app to do next: open or push one view, once, within 3 seconds. */
export interface Trigger {
  user: string;
  /** The view that was clicked in, if it was one. */
  view?: string;
}

type Exchanged =
  | { ok: true; trigger: Trigger }
  | { ok: false; error: 'invalid_trigger_id' | 'exchanged_trigger_id' | 'expired_trigger_id' };

export interface Triggers {
  issue(trigger: Trigger): string;
  exchange(id: string): Exchanged;
}

interface Issued {
  trigger: Trigger;
  at: number;
  used: boolean;
}

/** https://docs.slack.dev/interactivity/handling-user-interaction */
const LIFETIME = 3_000; // milliseconds

export function createTriggers(now: () => number, newId: () => string): Triggers {
  const issued = new Map<string, Issued>();
  return {
    issue: (trigger) => {
      const id = newId();
      issued.set(id, { trigger, at: now(), used: false });
      return id;
    },
    exchange: (id) => {
      const found = issued.get(id);
      if (!found) return { ok: false, error: 'invalid_trigger_id' };
      if (found.used) return { ok: false, error: 'exchanged_trigger_id' };
      if (now() - found.at > LIFETIME) return { ok: false, error: 'expired_trigger_id' };
      issued.set(id, { ...found, used: true });
      return { ok: true, trigger: found.trigger };
    },
  };
}
