const DAY = 86_400_000;

/** ISO time so many days after the instant; before it when negative. */
export const daysFrom = (instant: number, days: number): string => new Date(instant + days * DAY).toISOString();
