export interface Ids {
  /** `seconds.micros`, strictly increasing, never given twice. */
  ts: () => string;
  /** `prefix` and a random tail in capitals: `Ev0F3A9C21D4`. */
  named: (prefix: string) => string;
  /** Not guessable: names a socket ticket, a response url, a trigger. */
  secret: () => string;
}

export function createIds(now: () => number, random: () => string): Ids {
  let last = 0; // microseconds since 1970
  return {
    ts: () => {
      last = Math.max(last + 1, Math.floor(now() * 1_000));
      return formatTs(last);
    },
    named: (prefix) => `${prefix}${random().replaceAll('-', '').slice(0, 12).toUpperCase()}`,
    secret: random,
  };
}

const formatTs = (micros: number): string =>
  `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')}`;
