import { isOpen } from './approval.ts';
import type { Approval, Executed, Open, Rejection, Statement } from './approval.ts';
import { Target } from './ids.ts';
import { ledgerOf } from './ledger.ts';
import type { Decision, Editor, Ledger, Question, Replacement } from './ledger.ts';
import { formatMoney } from './money.ts';
import type { Proposal, Words } from './proposal.ts';
import type { Receipt } from './receipt.ts';
import type { Instant } from './time.ts';

/** Stands where a personal text was. */
export const ERASED = '[erased]';

/** Nothing happens to it any more. */
export type Ended = Exclude<Approval, Open>;

export const isEnded = (approval: Approval): approval is Ended => !isOpen(approval);

/** The same request in the same state and version without a word about a person: ids, sums, rules and decisions stay. */
export function erase(approval: Ended, at: Instant): Ended {
  const ledger = bare(approval, at);
  switch (approval.status) {
    case 'executed': {
      const { status, startedAt, finishedAt } = approval;
      const kept = { ...ledger, status, startedAt, finishedAt, receipt: untyped(approval) };
      return {
        ...kept,
        ...(approval.undoneBy && { undoneBy: wordless(approval.undoneBy) }),
        ...settled(approval.settledBy),
      };
    }
    case 'failed': {
      const { status, finishedAt, settledBy } = approval;
      return { ...ledger, status, finishedAt, refusal: ERASED, ...settled(settledBy) };
    }
    case 'rejected': {
      const { status, rejection } = approval;
      return { ...ledger, status, ...(rejection && { rejection: unsaid(rejection) }) };
    }
    case 'expired': {
      const { status, expiredAt } = approval;
      return { ...ledger, status, expiredAt, ...reopened(approval) };
    }
    case 'withdrawn': {
      const { status, withdrawnAt, why } = approval;
      return { ...ledger, status, withdrawnAt, why };
    }
    case 'superseded': {
      const { status, supersededAt, editedBy, by } = approval;
      return { ...ledger, status, supersededAt, by: wordless(by), ...(editedBy === undefined ? {} : { editedBy }) };
    }
    case 'stale': {
      const { status, staleAt } = approval;
      return { ...ledger, status, staleAt, changes: [ERASED], ...reopened(approval) };
    }
  }
}

function bare(approval: Ledger, at: Instant): Ledger {
  const { quote: _quote, noteToRequester: _note, editor, ...kept } = ledgerOf(approval);
  return {
    ...kept,
    proposal: unnamed(approval.proposal),
    questions: approval.questions.map(unasked),
    decisions: approval.decisions.map(unexplained),
    ...(editor && { editor: unwritten(editor) }),
    erasedAt: at,
  };
}

function unnamed({ facts, ...proposal }: Proposal): Proposal {
  const { action, target, customer, harmless, version, cost } = proposal;
  return {
    action,
    input: {},
    target: recordOf(target),
    customer,
    facts: facts.map(({ label }) => ({ label, value: ERASED })),
    basis: {},
    reason: ERASED,
    words: wordsFor(proposal),
    ...(harmless && { harmless }),
    ...(version === undefined ? {} : { version }),
    ...(cost && { cost }),
  };
}

/** Behind the ids of a record that did not exist yet, its name may stand: `customer:cust_123:new-ticket:Broken mug`. */
const recordOf = (target: Target): Target => Target.parse(target.split(':').slice(0, 3).join(':'));

/** `refund order $48.00` */
function wordsFor({ action, cost }: Pick<Proposal, 'action' | 'cost'>): Words {
  const what = [action.replaceAll('_', ' '), ...(cost ? [formatMoney(cost)] : [])].join(' ');
  return {
    title: `${ERASED} ${what}`,
    effect: what,
    done: `${what}: done`,
    notDone: `${what}: not done`,
    subject: what,
    told: ERASED,
    finality: 'texts erased',
  };
}

const unasked = ({ text: _text, answer, ...kept }: Question): Question => ({
  ...kept,
  text: ERASED,
  ...(answer === undefined ? {} : { answer: ERASED }),
});

const unexplained = ({ note: _note, ...kept }: Decision): Decision => kept;

const unwritten = (editor: Editor): Editor => ({ ...editor, was: ERASED });

const unsaid = ({ said: _said, ...kept }: Rejection): Rejection => kept;

/** Whoever settled it may have typed anything for the company's id; then its own stands there. */
const untyped = ({ id, receipt, settledBy }: Executed): Receipt =>
  settledBy ? { ...receipt, reference: id } : receipt;

const wordless = (replacement: Replacement): Replacement => ({ ...replacement, effect: ERASED });

const reopened = ({ reopened: by }: { reopened?: Replacement }): { reopened?: Replacement } =>
  by ? { reopened: wordless(by) } : {};

const settled = (statements: readonly Statement[] | undefined): { settledBy?: readonly Statement[] } =>
  statements ? { settledBy: statements.map(({ reference: _typed, ...said }) => ({ ...said, note: ERASED })) } : {};
