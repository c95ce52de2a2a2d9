import { ApprovalRow } from '../adapters/sql/approval-row.ts';
import { AUDIT_COLUMNS } from '../adapters/sql/audit-file.ts';
import type { AuditFile } from '../adapters/sql/audit-file.ts';
import { openBook } from '../adapters/sql/audit-book.ts';
import { ApprovalId } from '../domain/ids.ts';
import { jsonIn } from '../domain/json.ts';
import type { Told } from './audit.ts';
import { printedRow } from './printed-row.ts';
import type { PrintedRow } from './printed-row.ts';
import type { OpenedAudit } from './open-audit.ts';
import { peopleOf } from './request-people.ts';
import { stepLine, stepParagraph, subjectOf } from './request-step.ts';
import { EXIT, Unusable } from './terminal.ts';

/** The whole life of one request, a line for each of its rows, and whether the ledger agrees. Verbose: all that they say. */
export function showRequest(typed: string, { isVerbose }: { isVerbose: boolean }): (opened: OpenedAudit) => Told {
  const id = ApprovalId.safeParse(typed);
  if (!id.success) throw new Unusable(`${typed} is no request. Its id begins with apr_ and stands on its card.`);
  return ({ file }) => {
    const rows = [...file.rows(`SELECT ${AUDIT_COLUMNS} FROM audit WHERE approval = $1 ORDER BY seq`, id.data)];
    if (rows.length === 0) return { exit: EXIT.wrong, text: `The audit knows no request ${id.data}.\n` };
    const book = openBook();
    const wrong = rows.flatMap((columns) => book.note(columns) ?? []);
    const { faults } = book.compare(file, id.data);
    const problems = [...wrong.map((what) => `A row ${what}.`), ...faults.map(({ what }) => `${what}.`)];
    const printed = rows.map(printedRow);
    const title = [id.data, ...printed.slice(0, 1).map(subjectOf)].join('  ').trimEnd();
    const life = lifeOf(printed, peopleIn(file, id.data), isVerbose);
    const verdict = problems.length === 0 ? 'The ledger and the audit agree.' : problems.join('\n');
    return { exit: problems.length === 0 ? EXIT.well : EXIT.wrong, text: `${title}\n\n${life}\n${verdict}\n` };
  };
}

/** A row that was changed by hand may name nobody. */
function peopleIn(file: AuditFile, id: ApprovalId): ReadonlyMap<string, string> {
  const [[json] = ['']] = file.rows('SELECT json FROM approvals WHERE id = $1', id);
  const approval = ApprovalRow.safeParse(jsonIn(String(json)));
  return approval.success ? peopleOf(approval.data) : new Map();
}

function lifeOf(rows: readonly PrintedRow[], people: ReadonlyMap<string, string>, isVerbose: boolean): string {
  if (isVerbose) return rows.map((row) => stepParagraph(row, people)).join('\n');
  return `${rows.map((row, index) => stepLine(row, rows[index - 1], people)).join('\n')}\n`;
}
