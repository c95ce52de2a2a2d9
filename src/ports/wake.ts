/** Calls `run` once after `delay` milliseconds; what it returns calls that off. */
export type Wake = (delay: number, run: () => void) => () => void;
