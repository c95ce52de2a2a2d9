import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER_COLUMNS, ledgerColumns } from '../../src/adapters/sql/approval-statements.ts';
import { openAuditFile } from '../../src/adapters/sql/audit-file.ts';
import type { AuditFile } from '../../src/adapters/sql/audit-file.ts';
import { auditHash } from '../../src/adapters/sql/audit-hash.ts';
import { followChain, verifyAudit } from '../../src/adapters/sql/audit-verify.ts';
import type { Fault } from '../../src/adapters/sql/audit-verify.ts';
import { openSqlite } from '../../src/adapters/sql/sqlite.ts';
import { auditOf } from '../../src/approvals/report/audit-row.ts';
import { MINUTE } from '../../src/domain/time.ts';
import { NOON } from '../fakes/approvals.ts';
import { lifeOf } from '../fakes/audited.ts';

/** Rows of the chain that are verified in a second, at least. */
const BAR = 50_000;

/** How fast an audit of so many rows is verified, without its ledger and with it; false: too slow. */
export async function benchAudit(rows: number): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-audit-bench-'));
  try {
    const path = join(folder, 'deskhand.db');
    write(path, rows);
    const speeds = threeTimes(path, chainOnly);
    tell(`the chain of ${rows} audit rows`, speeds);
    tell('the same with the ledger, as verify does it', threeTimes(path, verified));
    const best = Math.max(...speeds.map(({ wall }) => wall));
    console.log(
      `the chain's best is ${best < BAR ? 'under' : 'over'} the bar of ${BAR.toLocaleString('en-US')} rows a second`,
    );
    return best >= BAR;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Rows a second: by the clock, and of this process's own time, whatever else the machine does. */
interface Speed {
  wall: number;
  user: number;
}

type Work = (file: AuditFile) => { rows: number; fault: Fault | undefined };

const verified: Work = (file) => {
  const { rows, faults } = verifyAudit(file, undefined);
  return { rows, fault: faults[0] };
};

const chainOnly: Work = (file) => {
  const { head, fault } = followChain(file, { anchors: new Map(), note: () => undefined });
  return { rows: head.seq, fault };
};

const threeTimes = (path: string, work: Work): readonly Speed[] => [1, 2, 3].map(() => speedOf(path, work));

function tell(what: string, speeds: readonly Speed[]): void {
  const all = (kind: keyof Speed): string => speeds.map((speed) => speed[kind].toLocaleString('en-US')).join(', ');
  console.log(`${what}, three times: ${all('wall')} rows a second; of user time: ${all('user')}`);
}

function speedOf(path: string, work: Work): Speed {
  const begun = performance.now();
  const before = process.cpuUsage();
  const file = openAuditFile(path);
  const { rows, fault } = work(file);
  file.close();
  const { user } = process.cpuUsage(before);
  const wall = performance.now() - begun;
  if (fault) throw new Error(`a good audit was said to be bad: ${fault.what}`);
  return { wall: Math.round((rows * 1_000) / wall), user: Math.round((rows * 1_000_000) / user) };
}

/** As the store would, without waiting for the disk at every row. */
function write(path: string, count: number): void {
  const { connection, close } = openSqlite(path);
  connection.exec('PRAGMA synchronous = OFF; BEGIN');
  const row = connection.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const places = LEDGER_COLUMNS.split(',').map(() => '?');
  const request = connection.prepare(`INSERT INTO approvals (json, ${LEDGER_COLUMNS}) VALUES (?, ${places.join()})`);
  const head = { seq: 0, hash: '' };
  for (let number = 1; head.seq < count; number += 1) {
    const life = lifeOf(number);
    for (const to of life) {
      head.seq += 1;
      const { at, event, actor, role, roleFrom, approval, conversation, detail } = auditOf(to, NOON + number * MINUTE);
      const who = [role ?? null, roleFrom ?? null, approval ?? null, conversation ?? null];
      const columns = [head.seq, at, event, actor, ...who, `click:${number}`, JSON.stringify(detail)];
      head.hash = auditHash(head.hash, columns);
      row.run(...columns, head.hash);
    }
    const last = life.at(-1);
    if (!last) throw new Error('a life has an end');
    request.run(JSON.stringify(last), ...ledgerColumns(last));
  }
  connection.exec('COMMIT');
  close();
}
