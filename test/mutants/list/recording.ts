import type { Mutant } from '../mutant.ts';

const TAMPERING = 'test/properties/audit-tampering.test.ts';
const CLICKS = 'test/approvals/decide/decide-approval.test.ts';
const ERASE = 'test/cli/erase.test.ts';

/** What is written down for ever, and what is forgotten. */
export const RECORDING: readonly Mutant[] = [
  {
    name: 'a row of the audit does not depend on the one before it',
    file: 'src/adapters/sql/audit-hash.ts',
    find: 'const tied: Column[] = [previous];',
    replace: 'const tied: Column[] = [];',
    tests: [TAMPERING],
  },
  {
    name: 'the anchors are not held against the rows they name',
    file: 'src/adapters/sql/audit-verify.ts',
    find: 'rewritten(anchors.get(seq), hash) ?? note(columns)',
    replace: 'note(columns)',
    tests: [TAMPERING],
  },
  {
    name: 'nobody notices that the audit ends before its anchors',
    file: 'src/adapters/sql/audit-verify.ts',
    find: '...cutOff(anchors, chain.head),',
    replace: '',
    tests: [TAMPERING],
  },
  {
    name: 'nobody notices that a request is not what the audit says',
    file: 'src/adapters/sql/audit-book.ts',
    find: "if (hash('sha256', String(json)) !== step.record)",
    replace: 'if (String(json).length === 0)',
    tests: [TAMPERING],
  },
  {
    name: 'an outcome leaves no row in the audit',
    file: 'src/approvals/report/report-outcome.ts',
    find: 'audit: approvals.map((to) => auditOf(to, at)),',
    replace: 'audit: [],',
    tests: [CLICKS],
  },
  {
    name: 'an intent leaves no row in the audit',
    file: 'src/approvals/execute/execute-approval.ts',
    find: 'audit: [auditOf(executing, executing.startedAt, fresh)],',
    replace: 'audit: [],',
    tests: [CLICKS],
  },
  {
    name: 'the audit does not say why a click was refused',
    file: 'src/approvals/decide/answer-press.ts',
    find: 'event: `refused:${refusal}`,',
    replace: "event: 'refused',",
    tests: [CLICKS],
  },
  {
    name: 'the audit holds what a company said about a person',
    file: 'src/approvals/report/audit-row.ts',
    find: 'return { refusal: fingerprint(approval.refusal) };',
    replace: 'return { refusal: approval.refusal };',
    tests: ['test/approvals/report/audit-row.test.ts'],
  },
  {
    name: 'what was sent stays in the outbox, word for word',
    file: 'src/adapters/sql/outbox.ts',
    find: "set(\"state = 'sent', channel = $2, ts = $3, json = '{}'\"",
    replace: 'set("state = \'sent\', channel = $2, ts = $3"',
    tests: [ERASE],
  },
  {
    name: 'what was erased stays in the log beside the database',
    file: 'src/adapters/sql/rewrite.ts',
    find: 'return emptyLog(connection);',
    replace: 'return true;',
    tests: [ERASE],
  },
  {
    name: 'what was erased stays in the requests',
    file: 'src/adapters/sql/forget.ts',
    find: '...known.flatMap((approval) => eraseApproval(approval, at)),',
    replace: '',
    tests: [ERASE],
  },
  {
    name: 'the short form of a thread outlives it',
    file: 'src/adapters/sql/forget.ts',
    find: "{ sql: 'DELETE FROM summaries WHERE conversation = $1', params: [conversation] },",
    replace: '',
    tests: [ERASE],
  },
  {
    name: 'a deleted message is remembered in short',
    file: 'src/adapters/sql/change-statements.ts',
    find: "CASE WHEN ${IS_IT('value')} THEN ${EMPTIED} ELSE json(value) END",
    replace: 'json(value)',
    tests: ['test/contracts/memory.test.ts'],
  },
  {
    name: 'the audit does not know what was erased',
    file: 'src/adapters/sql/forget.ts',
    find: 'return [replaceWith(bare), noteErased(bare, at)];',
    replace: 'return [replaceWith(bare)];',
    tests: [ERASE],
  },
  {
    name: 'the texts of an open request are erased',
    file: 'src/adapters/sql/forget.ts',
    find: "if (open.length > 0) return { kind: 'open', approvals: open };",
    replace: '',
    tests: [ERASE],
  },
  {
    name: 'a backup does not know that it is an earlier copy',
    file: 'src/adapters/sql/backup-take.ts',
    find: 'markAsCopy(part, now());',
    replace: '',
    tests: ['test/cli/backup.test.ts'],
  },
];
