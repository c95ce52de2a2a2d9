/** One bug, as somebody could have written it, and where it would be noticed. */
export interface Mutant {
  /** What the bug is, in words. */
  name: string;
  file: string;
  /** Stands exactly once in the file. */
  find: string;
  replace: string;
  /** Files of `npm test`, of whose tests one at least must fail; no more than it takes. */
  tests: readonly string[];
}
