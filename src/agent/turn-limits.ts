import { MINUTE, SECOND } from '../domain/time.ts';

/** Model calls in one turn; the last one has to end it in words. */
export const MOST_STEPS = 8;

/** Tool calls in one turn; after them the model has to end it in words. */
export const MOST_CALLS = 12;

/** Calls of one tool with the same arguments in one turn. */
export const MOST_ALIKE = 2;

/** Characters of JSON that a call may be answered with. */
export const LARGEST_RESULT = 24_000;

/** Characters of a model's answer that are said and kept; with our own words behind it, no reply is longer than 12,000. */
export const LONGEST_WORDS = 11_500;

/** Answers that are thought over, because the person went on writing while they were made. */
export const MOST_RETHINKS = 3;

/** Milliseconds after which a turn looks nothing up any more and ends in words. */
export const SOFT_TIME = 90 * SECOND;

/** Milliseconds after which a turn is broken off. */
export const HARD_TIME = 5 * MINUTE;
