import { createHash } from 'node:crypto';
import type { Approval } from './approval.ts';
import { canonical } from './json.ts';
import type { Json } from './json.ts';
import type { Proposal } from './proposal.ts';

/** SHA-256 in hex, the same for the same value in whatever order its keys were written. */
export const fingerprint = (value: Json): string => createHash('sha256').update(canonical(value)).digest('hex');

/** Names exactly what is shown, approved and executed. */
export const shownFingerprint = ({ action, input, target }: Proposal): string => fingerprint({ action, input, target });

/** Names what was read from the company, as it reads on the card and as it must still be when it is executed. */
export const factsFingerprint = ({ facts, basis }: Proposal): string =>
  fingerprint({ facts: facts.map(({ label, value }) => ({ label, value })), basis });

/**
 * What the audit says first about a step, so that it is found fast: the version it came to, and the fingerprint of the row of
 * the ledger, byte by byte.
 */
export const stepOf = (approval: Approval) => ({
  version: approval.version,
  status: approval.status,
  record: createHash('sha256').update(JSON.stringify(approval)).digest('hex'),
});
