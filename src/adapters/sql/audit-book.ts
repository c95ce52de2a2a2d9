import { hash } from 'node:crypto';
import type { AuditFile, Columns } from './audit-file.ts';
import { barredIn, changedBeside, ledgerRows } from './audit-ledger.ts';
import type { Fault } from './audit-verify.ts';

/** What the audit says about each request, to be held against the ledger. */
export interface Book {
  /** Takes in one row; answers what is wrong with it. */
  note: (columns: Columns) => string | undefined;
  /** With the whole ledger, or with this request's row. */
  compare: (file: AuditFile, id?: string) => { requests: number; faults: readonly Fault[] };
}

/** What one step left: the version it came to, and what its row of the ledger was then. */
interface Step {
  version: number;
  record: string;
}

export function openBook(): Book {
  const newest = new Map<string, Step>();
  return {
    note: ([, , event, , , , approval, , , detail]) => {
      const step = typeof approval === 'string' ? stepIn(detail) : undefined;
      if (!step || typeof approval !== 'string') return undefined;
      const before = newest.get(approval)?.version ?? 0;
      const expected = event === 'erased' ? before : before + 1;
      newest.set(approval, step);
      if (step.version === expected || event === 'upgraded') return undefined;
      return `was added: it is version ${step.version} of ${approval}, where version ${expected} was due`;
    },
    compare: (file, only) => {
      const faults: Fault[] = [];
      const missing = new Map(newest);
      const barred = barredIn(file, only);
      for (const columns of ledgerRows(file, only)) {
        const id = String(columns[1]);
        const what = difference(columns, missing.get(id), barred.get(id));
        if (what !== undefined) faults.push({ what: `${id} ${what}` });
        missing.delete(id);
        barred.delete(id);
      }
      for (const id of missing.keys()) faults.push({ what: `${id} is in the audit, but not in the ledger any more` });
      for (const id of barred.keys()) faults.push({ what: `${id} is in table barred, but not in the ledger` });
      return { requests: newest.size, faults };
    },
  };
}

/** As `stepOf` of the domain writes it; rows of a press that did nothing, and those of earlier releases, tell of no step. */
const STEP = /^\{"version":(\d+),"status":"[a-z]+","record":"([0-9a-f]{64})"/;

function stepIn(detail: Columns[number] | undefined): Step | undefined {
  const [, version, record] = (typeof detail === 'string' && STEP.exec(detail)) || [];
  return version === undefined || record === undefined ? undefined : { version: Number(version), record };
}

function difference(columns: Columns, step: Step | undefined, barred?: ReadonlySet<string>): string | undefined {
  const [json, , version] = columns;
  if (!step) return 'is in the ledger, but the audit does not know it';
  if (Number(version) !== step.version)
    return `has version ${Number(version)} in the ledger and ${step.version} in the audit`;
  if (hash('sha256', String(json)) !== step.record)
    return `was changed in the ledger: it is not what version ${step.version} was`;
  const changed = changedBeside(columns, barred);
  return changed === undefined ? undefined : `was changed in the ledger: ${changed}`;
}
