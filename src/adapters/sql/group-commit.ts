import type { Driver, Statement } from './driver.ts';
import { asOutage, isStorageFault } from './storage-fault.ts';

/** The one connection, as the group commit needs it. Every function may throw what the database throws. */
export interface Session {
  begin(): void;
  run(sql: string): void;
  /** Answers how many rows were affected. */
  change(statement: Statement): number;
  isInTransaction(): boolean;
}

interface Waiting {
  statements: readonly Statement[];
  resolve: (written: boolean) => void;
  reject: (error: Error) => void;
}

/** Bounds how long one transaction holds up the event loop. */
const LARGEST_GROUP = 256;

/**
 * Writes of the same turn of the event loop share one transaction, and so one wait for the disk; each is undone alone.
 * A write that is alone waits for nobody: there is no timer.
 */
export function groupCommit(session: Session): Driver['write'] {
  const queue: Waiting[] = [];
  const flush = (): void => {
    if (queue.length > 0) commitGroup(session, queue.splice(0));
  };
  return (statements) =>
    new Promise((resolve, reject) => {
      queue.push({ statements, resolve, reject });
      if (queue.length === 1) setImmediate(flush);
      if (queue.length >= LARGEST_GROUP) flush();
    });
}

function commitGroup(session: Session, group: readonly Waiting[]): void {
  try {
    session.begin();
    const answers = group.map((waiting) => attempt(session, waiting));
    session.run('COMMIT');
    for (const answer of answers) answer();
  } catch (error) {
    for (const waiting of group) waiting.reject(asOutage(error));
    if (session.isInTransaction()) session.run('ROLLBACK');
  }
}

/** Runs one write inside the group's transaction; what it returns tells the writer, and must wait for the commit. */
function attempt(session: Session, { statements, resolve, reject }: Waiting): () => void {
  session.run('SAVEPOINT one_write');
  try {
    const written = statements.every((statement) => isMet(statement, session.change(statement)));
    leave(session, written);
    return () => resolve(written);
  } catch (error) {
    if (isStorageFault(error)) throw error;
    leave(session, false);
    return () => reject(asOutage(error));
  }
}

const isMet = ({ expectRows }: Statement, rows: number): boolean => expectRows === undefined || expectRows === rows;

function leave(session: Session, written: boolean): void {
  if (!written) session.run('ROLLBACK TO one_write');
  session.run('RELEASE one_write');
}
