import type { ApprovalStatus } from '../../src/domain/approval.ts';
import type { ClickRefusal } from '../../src/domain/refusals.ts';

/** The compiler points here when there is another state. */
const EVERY_STATE: Record<ApprovalStatus, true> = {
  prepared: true,
  pending: true,
  approved: true,
  executing: true,
  unknown: true,
  executed: true,
  failed: true,
  rejected: true,
  expired: true,
  withdrawn: true,
  superseded: true,
  stale: true,
};
export const STATES = Object.keys(EVERY_STATE);

const EVERY_REFUSAL: Record<ClickRefusal, true> = {
  external: true,
  customer: true,
  admin: true,
  'own-request': true,
  beneficiary: true,
  'same-person': true,
  'not-allowed': true,
  unconfirmed: true,
  'already-decided': true,
  'already-running': true,
  expired: true,
  withdrawn: true,
  superseded: true,
  forbidden: true,
  'not-found': true,
  'card-mismatch': true,
  'role-unknown': true,
  'not-yours': true,
  'not-now': true,
  storage: true,
  'undo-over': true,
  undone: true,
};
export const REFUSALS = Object.keys(EVERY_REFUSAL);
