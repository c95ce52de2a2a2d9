/** Before and after every commit and every outside call of the main job: each is passed on a refund's way. */
export const MAIN_JOB_POINTS = [
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

/** On the way of a reply that people watch being written, or of what is taken away of it. */
export const DRAFT_POINTS = [
  'draft:before-begin',
  'draft:begun',
  'draft:opened',
  'draft:placed',
  'draft:before-end',
] as const;

/** Around the commits that are not on every refund's way. */
const SIDE_POINTS = [
  'desk:before-commit',
  'desk:after-commit',
  'deadline:before-commit',
  'deadline:after-commit',
  'ask-person:before-commit',
  'ask-person:after-commit',
  'settle-unknown:before-commit',
  'settle-unknown:after-commit',
  'compensate:before-commit',
  'compensate:after-commit',
  'hold:before-commit',
  'hold:after-commit',
  'undo:before-commit',
  'undo:after-commit',
  'restore:before-commit',
  'restore:after-commit',
  'keep:before-commit',
  'keep:after-commit',
] as const;

/** Places where a test may kill the process. */
export type CrashPointName = (typeof MAIN_JOB_POINTS | typeof DRAFT_POINTS | typeof SIDE_POINTS)[number];

/** Does nothing, unless a test asked for the process to die here. */
export type CrashPoint = (name: CrashPointName) => void;
