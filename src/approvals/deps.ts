import type { DecideDeps } from './decide/decide-approval.ts';
import type { ExecuteDeps } from './execute/execute-approval.ts';
import type { OpenDeps } from './open/open-approval.ts';

/** Everything a use case of this folder may need; each names less. */
export interface ApprovalDeps extends OpenDeps, DecideDeps, ExecuteDeps {
  /** A plain sentence with a company's own names in it, as markup. */
  asMarkup: (sentence: string) => string;
}
