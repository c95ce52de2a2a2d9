import { z } from 'zod';
import { isOpen } from '../../domain/approval.ts';
import type { Approval, Open } from '../../domain/approval.ts';
import { expire } from '../../domain/endings.ts';
import { erase, isEnded } from '../../domain/erase.ts';
import type { Ended } from '../../domain/erase.ts';
import { stepOf } from '../../domain/fingerprint.ts';
import type { ApprovalId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import { ApprovalRow } from './approval-row.ts';
import { note } from './change-statements.ts';
import type { Driver, Statement } from './driver.ts';
import { jsonColumn, parseRow } from './parse-row.ts';
import { queueColumns } from './queue-columns.ts';
import { MIGRATIONS } from './schema.ts';

/** What a request that is open in a copy becomes there. */
export type Fate =
  /** The copy's row, without its texts. */
  | { kind: 'ended'; ended: Ended }
  /** It is open in the database itself. */
  | { kind: 'open' }
  /** It was sent, and the database does not know what became of it: nobody may call it ended. */
  | { kind: 'unclear' };

interface Copied extends Pick<Release, 'isThis'> {
  open: Open;
}

/** By which release a copy was made. */
export interface Release {
  /** It knows every state that the database knows. */
  isThis: boolean;
  hasQueue: boolean;
  /** The audit of earlier ones knows nothing of what the ledger holds. */
  isChained: boolean;
  /** It shortened long threads, and showed replies while they were written. */
  hasTalk: boolean;
}

const number = z.number().int();
const Found = z.tuple([z.object({ version: number, queue: number, chain: number, talk: number })]);

export async function releaseOf(copy: Driver): Promise<Release> {
  const sql = `SELECT (SELECT max(version) FROM schema_version) AS version,
      (SELECT count(*) FROM pragma_table_info('approvals') WHERE name = 'undo_until') AS queue,
      (SELECT count(*) FROM sqlite_schema WHERE name = 'audit_head') AS chain,
      (SELECT count(*) FROM sqlite_schema WHERE name = 'summaries') AS talk`;
  const [{ version, queue, chain, talk }] = parseRow(Found, await copy.read(sql, []));
  return { isThis: version === MIGRATIONS.length, hasQueue: queue > 0, isChained: chain > 0, hasTalk: talk > 0 };
}

/** As it ended in the database; where that knows nothing later, its time is over, unless it was sent. */
export async function fateOf(database: Driver, { open, isThis }: Copied, at: Instant): Promise<Fate> {
  const known = await approvalIn(database, open.id);
  if (known && isOpen(known)) return { kind: 'open' };
  const isNewer = known !== undefined && known.version > open.version;
  if (isThis && isNewer && isEnded(known))
    return { kind: 'ended', ended: known.erasedAt === undefined ? erase(known, at) : known };
  if (open.status === 'executing' || open.status === 'unknown') return { kind: 'unclear' };
  return { kind: 'ended', ended: erase(expire(open, at), at) };
}

const Rows = z.array(z.object({ json: jsonColumn(ApprovalRow) }));

async function approvalIn(driver: Driver, id: ApprovalId): Promise<Approval | undefined> {
  const rows = await driver.read('SELECT json FROM approvals WHERE id = $1', [id]);
  return parseRow(Rows, rows)[0]?.json;
}

/** Whatever version the copy was at. */
export function end(ended: Ended, hasQueue: boolean): readonly Statement[] {
  const { id, version, status, proposal } = ended;
  const state = [id, version, status, JSON.stringify(ended), proposal.target];
  const set = 'UPDATE approvals SET version = $2, status = $3, json = $4, target = $5';
  if (!hasQueue) return [{ sql: `${set} WHERE id = $1`, params: state, expectRows: 1 }];
  const queue = `expires_at = $6, waits_for = $7, decided_at = $8, decided_by = $9, decided_before = $10, changed_at = $11,
    undo_until = $12`;
  return [
    { sql: `${set}, ${queue} WHERE id = $1`, params: [...state, ...queueColumns(ended)], expectRows: 1 },
    { sql: 'DELETE FROM barred WHERE approval = $1', params: [id] },
  ];
}

/** Its row comes from elsewhere, as after an upgrade, whatever version it was: the audit must know that. */
export const noteEnded = (ended: Ended, at: Instant): Statement =>
  note({
    at,
    event: 'upgraded',
    actor: 'deskhand',
    approval: ended.id,
    conversation: ended.conversation,
    detail: stepOf(ended),
  });
