const LENGTH = 200;

/** What an error says, short enough for a log line; for errors of Slack's packages, which quote nobody. */
export const errorText = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, LENGTH);
