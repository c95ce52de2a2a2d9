import type { JobId, PersonId } from '../domain/ids.ts';
import { MINUTE } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';

/** `until`: not before then. `isFirst`: they were not told yet. */
type Paced = { kind: 'go' } | { kind: 'wait'; until: Instant; isFirst: boolean };

/** How many turns somebody may have in a minute. */
export interface Pace {
  /** The same job counts once, however often it is run. */
  take(person: PersonId, job: JobId, now: Instant): Paced;
}

interface Taken {
  job: JobId;
  at: Instant;
}

/** `told`: the job that was put off when they were told to wait; absent: they have had a turn since. */
interface Recent {
  turns: readonly Taken[];
  told?: JobId;
}

/** `turnsPerMinute` undefined or 0: as many as they like. What it knows is a minute old at most and gone with the process. */
export function openPace(turnsPerMinute: number | undefined): Pace {
  if (!turnsPerMinute) return { take: () => ({ kind: 'go' }) };
  const people = new Map<PersonId, Recent>();
  return {
    take: (person, job, now) => {
      forgetQuiet(people, now);
      const { turns, told } = people.get(person) ?? { turns: [] };
      const recent = turns.filter(({ at }) => at > now - MINUTE);
      if (recent.some((other) => other.job === job)) return { kind: 'go' };
      const first = recent.at(-turnsPerMinute);
      // Whoever was heard last stands last.
      people.delete(person);
      people.set(person, first ? { turns: recent, told: told ?? job } : { turns: [...recent, { job, at: now }] });
      if (!first) return { kind: 'go' };
      return { kind: 'wait', until: first.at + MINUTE, isFirst: told === undefined || told === job };
    },
  };
}

/** From the beginning, where those stand who were heard longest ago. */
function forgetQuiet(people: Map<PersonId, Recent>, now: Instant): void {
  for (const [person, { turns }] of people) {
    if (turns.some(({ at }) => at > now - MINUTE)) return;
    people.delete(person);
  }
}
