import type { Handlers } from '../ports/engine.ts';
import { confirmApproval } from './open/confirm-approval.ts';
import { decideApproval } from './decide/decide-approval.ts';
import type { ApprovalDeps } from './deps.ts';
import { executeApproval } from './execute/execute-approval.ts';

/** The jobs of an approval's life. What is off the usual way is loaded with the first that needs it. */
export function approvalHandlers(deps: ApprovalDeps): Omit<Handlers, 'message' | 'edit' | 'stop' | 'follow-up'> {
  return {
    deletion: async (job) => (await import('./open/withdraw-deleted.ts')).withdrawDeleted(deps, job),
    click: (job) => decideApproval(deps, job),
    confirm: (job) => confirmApproval(deps, job),
    reopen: async (job) => (await import('./decide/reopen-approval.ts')).reopenApproval(deps, job),
    undo: async (job) => (await import('./execute/undo-execution.ts')).undoExecution(deps, job),
    execute: (job) => executeApproval(deps, job),
    reconcile: async (job) => (await import('./execute/reconcile.ts')).reconcile(deps, job),
    deadline: async (job) => (await import('./execute/meet-deadline.ts')).meetDeadline(deps, job),
    compensate: async (job) => (await import('./execute/compensate.ts')).compensate(deps, job),
  };
}
