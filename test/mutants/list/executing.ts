import type { Mutant } from '../mutant.ts';

const EXECUTE = 'test/approvals/execute/execute-approval.test.ts';
const RECONCILE = 'test/approvals/execute/reconcile.test.ts';
const UNDO = 'test/approvals/execute/undo-execution.test.ts';

/** What is carried out, once, and taken back. */
export const EXECUTING: readonly Mutant[] = [
  {
    name: 'the facts are not read again before it is carried out',
    file: 'src/approvals/execute/execute-approval.ts',
    find: 'const fresh = await actionOf(deps, approval).prepare(approval.proposal.input, deps.now());',
    replace: 'const fresh = { ok: true as const, value: approval.proposal };',
    tests: [EXECUTE],
  },
  {
    name: 'what changed since it was approved does not matter',
    file: 'src/domain/execution.ts',
    find: 'if (changes.length > 0) return refuse(goStale(approval, changes, now));',
    replace: '',
    tests: ['test/domain/execution.test.ts'],
  },
  {
    name: 'what was approved long ago is still carried out',
    file: 'src/domain/execution.ts',
    find: 'now >= tooLateAt(approval);',
    replace: 'now < 0 && now >= tooLateAt(approval);',
    tests: [EXECUTE],
  },
  {
    name: 'the intent is saved after the call',
    file: 'src/approvals/execute/execute-approval.ts',
    find: `  if (!(await deps.store.commit(intent))) return false;
  deps.crashPoint('execute:intent-saved');
  const { input, version } = executing.proposal;
  const key = { key: executing.id, ...(version === undefined ? {} : { version }) };
  const execution = await actionOf(deps, executing).execute(input, key);
  deps.crashPoint('execute:after-call');`,
    replace: `  const { input, version } = executing.proposal;
  const key = { key: executing.id, ...(version === undefined ? {} : { version }) };
  const execution = await actionOf(deps, executing).execute(input, key);
  deps.crashPoint('execute:after-call');
  if (!(await deps.store.commit(intent))) return false;
  deps.crashPoint('execute:intent-saved');`,
    tests: [EXECUTE],
  },
  {
    name: 'whoever loses the commit of the intent calls all the same',
    file: 'src/approvals/execute/execute-approval.ts',
    find: 'if (!(await deps.store.commit(intent))) return false;',
    replace: 'await deps.store.commit(intent);',
    tests: [EXECUTE],
  },
  {
    name: 'each attempt has a key of its own',
    file: 'src/approvals/execute/execute-approval.ts',
    find: 'const key = { key: executing.id,',
    replace:
      'const key = { key: (executing.attempt === 1 ? executing.id : `${executing.id}_${executing.attempt}`) as typeof executing.id,',
    tests: [EXECUTE, RECONCILE],
  },
  {
    name: 'what the process died in is sent again without asking',
    file: 'src/approvals/execute/execute-approval.ts',
    find: 'const found = await lookUp(deps, approval);',
    replace: "const found = 'not-found' as Awaited<ReturnType<typeof lookUp>>;",
    tests: [EXECUTE],
  },
  {
    name: 'an unknown outcome is sent again blindly',
    file: 'src/approvals/execute/reconcile.ts',
    find: "const mayBeLost = found === 'not-found' && now >= approval.startedAt + REQUEST_LIFETIME;",
    replace: 'const mayBeLost = true;',
    tests: [RECONCILE],
  },
  {
    name: 'an unknown outcome is sent again while the first may still arrive',
    file: 'src/approvals/execute/reconcile.ts',
    find: "found === 'not-found' && now >= approval.startedAt + REQUEST_LIFETIME",
    replace: "found === 'not-found'",
    tests: [RECONCILE],
  },
  {
    name: 'an error of the company is taken for a no',
    file: 'src/adapters/http/interpret.ts',
    find: 'status < 400 || status >= 500 || ',
    replace: 'status < 400 || ',
    tests: ['test/adapters/http/client.test.ts'],
  },
  {
    name: 'another sum than was asked for is called done',
    file: 'src/tools/refund-order.ts',
    find: 'amount.minor !== asked.minor || ',
    replace: '',
    tests: ['test/tools/refund-order.test.ts'],
  },
  {
    name: 'one person alone settles what two had to approve',
    file: 'src/domain/testimony.ts',
    find: "const enough = saidSo.length >= (approval.needs.kind === 'people' ? approval.needs.count : 1);",
    replace: 'const enough = saidSo.length >= 1;',
    tests: ['test/domain/testimony.test.ts'],
  },
  {
    name: 'a row of a card is carried out before the one above it',
    file: 'src/domain/bundle.ts',
    find: 'return !earlier(approval, rows).some(isOpen);',
    replace: 'return true;',
    tests: ['test/approvals/execute/bundles.test.ts'],
  },
  {
    name: 'a row of a card is carried out although the one above it failed',
    file: 'src/approvals/bundle-order.ts',
    find: "approval.status === 'failed' || approval.status === 'stale'",
    replace: "approval.status === 'stale'",
    tests: ['test/approvals/execute/bundles.test.ts'],
  },
  {
    name: 'it can be taken back after its minute',
    file: 'src/approvals/execute/undo-execution.ts',
    find: 'from.undoUntil !== undefined && now < from.undoUntil',
    replace: 'from.undoUntil !== undefined && now > 0',
    tests: [UNDO],
  },
  {
    name: 'who asked for it takes it back, and anybody else',
    file: 'src/approvals/execute/undo-execution.ts',
    find: "const decided = decide(asked.value, { verdict: 'approve', by }, deps.now());",
    replace: `const yes = { verdict: 'approve' as const, by: by.person, slackUser: by.slackUser, role: by.role, at: deps.now() };
  const allowed: Approved = { ...asked.value, status: 'approved', decisions: [yes] };
  const decided = by ? ok(allowed) : decide(asked.value, { verdict: 'approve', by }, deps.now());`,
    tests: [UNDO],
  },
  {
    name: 'it can be taken back twice',
    file: 'src/approvals/execute/undo-execution.ts',
    find: "if (from.undoneBy) return refuse('undone');",
    replace: '',
    tests: [UNDO],
  },
];
