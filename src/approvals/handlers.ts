import type { Handlers } from '../ports/engine.ts';
import { compensate } from './execute/compensate.ts';
import { confirmApproval } from './open/confirm-approval.ts';
import { decideApproval } from './decide/decide-approval.ts';
import type { ApprovalDeps } from './deps.ts';
import { executeApproval } from './execute/execute-approval.ts';
import { meetDeadline } from './execute/meet-deadline.ts';
import { reconcile } from './execute/reconcile.ts';
import { reopenApproval } from './decide/reopen-approval.ts';
import { undoExecution } from './execute/undo-execution.ts';
import { withdrawDeleted } from './open/withdraw-deleted.ts';

/** The jobs of an approval's life. */
export function approvalHandlers(deps: ApprovalDeps): Omit<Handlers, 'message' | 'follow-up'> {
  return {
    deletion: (job) => withdrawDeleted(deps, job),
    click: (job) => decideApproval(deps, job),
    confirm: (job) => confirmApproval(deps, job),
    reopen: (job) => reopenApproval(deps, job),
    undo: (job) => undoExecution(deps, job),
    execute: (job) => executeApproval(deps, job),
    reconcile: (job) => reconcile(deps, job),
    deadline: (job) => meetDeadline(deps, job),
    compensate: (job) => compensate(deps, job),
  };
}
