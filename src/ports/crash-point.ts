/** Places where a test may kill the process: before and after every commit and every outside call of the main job. */
export const CRASH_POINTS = [
  'intake:before-enqueue',
  'intake:after-enqueue',
  'turn:start',
  'turn:after-model',
  'turn:before-commit',
  'turn:after-commit',
  'deliver:before-post',
  'deliver:after-post',
  'deliver:after-sent',
  'decide:start',
  'decide:before-commit',
  'decide:after-commit',
  'execute:start',
  'execute:before-intent',
  'execute:intent-saved',
  'execute:after-call',
  'execute:before-outcome',
  'execute:outcome-saved',
  'follow-up:start',
] as const;
export type CrashPointName = (typeof CRASH_POINTS)[number];

/** Does nothing, unless a test asked for the process to die here. */
export type CrashPoint = (name: CrashPointName) => void;
