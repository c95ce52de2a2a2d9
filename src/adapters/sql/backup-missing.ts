import { CustomerId } from '../../domain/ids.ts';
import { openAuditFile, otherRelease } from './audit-file.ts';
import type { AuditFile } from './audit-file.ts';
import { isOfDatabase } from './storage-fault.ts';

/** What a database knows and a copy does not. */
export interface Missing {
  /** Of the audit. */
  rows: number;
  /** Whose texts were taken out since, in the order in which that was asked for. */
  erased: readonly CustomerId[];
}

/** Nobody writes to either. Undefined: it cannot be told, because the database is damaged or of another release. */
export function missingFrom(copy: string, database: string): Missing | undefined {
  try {
    return reading(copy, (earlier) =>
      reading(database, (later) => (otherRelease(later) === undefined ? behind(earlier, later) : undefined)),
    );
  } catch (error) {
    if (!isOfDatabase(error)) throw error;
    return undefined;
  }
}

function reading<Value>(path: string, work: (file: AuditFile) => Value): Value {
  const file = openAuditFile(path);
  try {
    return work(file);
  } finally {
    file.close();
  }
}

function behind(earlier: AuditFile, later: AuditFile): Missing {
  const common = lastInBoth(earlier, later);
  const sql = `SELECT CASE WHEN json_valid(detail) THEN json_extract(detail, '$.customer') END FROM audit
    WHERE seq > $1 AND event = 'customer-erased' ORDER BY seq`;
  const erased = [...later.rows(sql, common)].flatMap(([customer]) => CustomerId.safeParse(customer).data ?? []);
  return { rows: headOf(later) - common, erased: [...new Set(erased)] };
}

/** Each hash ties its row to all before it, so they agree up to one row and on none behind it. */
function lastInBoth(earlier: AuditFile, later: AuditFile): number {
  let [low, high] = [0, Math.min(headOf(earlier), headOf(later))]; // it lies between them, or is one of them
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (hashAt(earlier, middle) === hashAt(later, middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const headOf = (file: AuditFile): number => Number([...file.rows('SELECT max(seq) FROM audit')][0]?.[0] ?? 0);

const hashAt = (file: AuditFile, seq: number): unknown =>
  [...file.rows('SELECT hash FROM audit WHERE seq = $1', seq)][0]?.[0];
