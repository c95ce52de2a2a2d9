import { toIso } from '../../domain/time.ts';
import type { Instant } from '../../domain/time.ts';
import type { Anchor, AuditHead } from '../../ports/audit.ts';
import { ANCHORS_FILE } from './audit-anchors.ts';
import type { AnchorsRead } from './audit-anchors.ts';
import { blame } from './audit-blame.ts';
import { openBook } from './audit-book.ts';
import { AUDIT_COLUMNS, hashBehind } from './audit-file.ts';
import type { AuditFile, Columns } from './audit-file.ts';
import { guardFaults } from './audit-guards.ts';

export interface Fault {
  /** The row of the audit that is bad; absent: it is not one row. */
  seq?: number;
  at?: Instant;
  what: string;
}

export interface Verified {
  rows: number;
  head: AuditHead;
  /** Time of the newest row; absent: there is none. */
  at?: Instant;
  /** Requests of the ledger that were compared. */
  requests: number;
  /** Anchors that were compared; undefined: there is no file of them. */
  anchors: number | undefined;
  /** What is wrong, the first bad row first; behind a broken chain nothing more is looked for. */
  faults: readonly Fault[];
}

/** The chain from its first row, its head, the anchors and the ledger. Reads the rows one at a time. Throws what SQLite throws. */
export function verifyAudit(file: AuditFile, read: AnchorsRead | undefined): Verified {
  const anchors = read?.anchors ?? [];
  const book = openBook();
  const chain = followChain(file, { anchors: Map.groupBy(anchors, ({ seq }) => seq), note: book.note });
  const whole = { rows: chain.head.seq, head: chain.head, ...(chain.at === undefined ? {} : { at: chain.at }) };
  const compared = { anchors: read && anchors.length, requests: 0 };
  if (chain.fault) return { ...whole, ...compared, faults: [chain.fault] };
  const { requests, faults } = book.compare(file);
  return {
    ...whole,
    ...compared,
    requests,
    faults: [
      ...headFaults(file, chain),
      ...cutOff(anchors, chain.head),
      ...(read?.unreadable ?? []).map((line) => ({ what: `Line ${line} of ${ANCHORS_FILE} is not an anchor` })),
      ...faults,
      ...guardFaults(file),
    ],
  };
}

interface Watch {
  anchors: ReadonlyMap<number, readonly Anchor[]>;
  /** What a row says about a request; answers what is wrong with that. */
  note: (columns: Columns) => string | undefined;
}

interface Chain {
  /** Of what is whole. */
  head: AuditHead;
  at?: Instant;
  fault?: Fault;
}

/** Row by row, up to the first that is bad. */
export function followChain(file: AuditFile, { anchors, note }: Watch): Chain {
  let chain: Chain = { head: { seq: 0, hash: '' } }; // grows row by row
  for (const columns of file.rows(`SELECT ${AUDIT_COLUMNS} FROM audit ORDER BY seq`)) {
    const seq = chain.head.seq + 1;
    const hash = hashBehind(chain.head.hash, columns);
    if (columns[0] !== BigInt(seq) || columns.at(-1) !== hash) return { ...chain, fault: blame(file, chain.head) };
    const at = Number(columns[1]);
    const what = rewritten(anchors.get(seq), hash) ?? note(columns);
    if (what !== undefined) return { ...chain, fault: { seq, at, what } };
    chain = { head: { seq, hash }, at };
  }
  return chain;
}

function rewritten(anchors: readonly Anchor[] = [], hash: string): string | undefined {
  const other = anchors.find((anchor) => anchor.hash !== hash);
  return other && `is not the one that was anchored on ${toIso(other.at)}: it or one before it was written anew`;
}

/** Rows that were there when an anchor was written. */
function cutOff(anchors: readonly Anchor[], { seq }: AuditHead): Fault[] {
  const beyond = anchors.findLast((anchor) => anchor.seq > seq);
  if (!beyond) return [];
  const when = toIso(beyond.at);
  return [
    {
      seq: seq + 1,
      what: `is missing, and all behind it up to row ${beyond.seq}, which was anchored on ${when}: cut off at the end`,
    },
  ];
}

/** The head is kept beside the rows by a trigger. */
function headFaults(file: AuditFile, { head, at }: Chain): Fault[] {
  const heads = [...file.rows('SELECT seq, hash FROM audit_head')];
  const [seq, hash] = heads[0] ?? [];
  if (heads.length !== 1 || typeof seq !== 'bigint') return [{ what: 'The head of the audit is missing' }];
  if (seq > head.seq)
    return [{ seq: head.seq + 1, what: `is missing, and all behind it up to row ${seq}: cut off at the end` }];
  if (seq < head.seq)
    return [{ seq: Number(seq) + 1, what: 'was added at the end: the head of the audit does not know it' }];
  if (hash === head.hash) return [];
  return [{ seq: head.seq, ...(at === undefined ? {} : { at }), what: 'was changed, or the head of the audit was' }];
}
