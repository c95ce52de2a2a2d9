import type { Executed } from './approval.ts';
import type { Replacement } from './ledger.ts';
import { SECOND } from './time.ts';

/** How long one press takes back what was carried out, in milliseconds. */
const UNDO_WITHIN = 60 * SECOND;

/** Of an outcome that is not saved yet: the company can take it back. */
export const offerUndo = (done: Executed): Executed => ({ ...done, undoUntil: done.finishedAt + UNDO_WITHIN });

/** The time for it is over. */
export function closeUndo({ undoUntil: _over, ...done }: Executed): Executed {
  return { ...done, version: done.version + 1 };
}

/** Somebody asks the company to take it back. */
export const undo = (done: Executed, undoneBy: Replacement): Executed => ({ ...closeUndo(done), undoneBy });
