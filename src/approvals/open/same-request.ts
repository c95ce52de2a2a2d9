import { canonical } from '../../domain/json.ts';
import type { Proposal } from '../../domain/proposal.ts';

/** The same thing is wanted of the same record, whatever the reason. */
export const isSameRequest = (a: Proposal, b: Proposal): boolean =>
  a.action === b.action && a.target === b.target && wanted(a) === wanted(b);

/** The input without its reason, which is worded anew each time. */
const wanted = ({ input }: Proposal): string =>
  JSON.stringify(JSON.parse(canonical(input)), (key, value: unknown) => (key === 'reason' ? undefined : value));
