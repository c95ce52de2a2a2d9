import type { Approval } from '../../domain/approval.ts';
import { factsFingerprint, fingerprint, shownFingerprint, stepOf } from '../../domain/fingerprint.ts';
import type { Json } from '../../domain/json.ts';
import { cardOf } from '../../domain/ledger.ts';
import type { Money } from '../../domain/money.ts';
import type { Principal, Role } from '../../domain/principal.ts';
import type { Proposal } from '../../domain/proposal.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Instant } from '../../domain/time.ts';
import type { AuditRow } from '../../ports/store.ts';

/** Who did it; without a role: not a person, or nobody wrote it down. */
type Actor = Pick<AuditRow, 'actor' | 'role' | 'roleFrom'>;

interface StepRow extends AuditRow {
  detail: Record<string, Json>;
}

/**
 * One step of a request: what it is now and by whom. Each step has exactly one such row. It holds no personal text: what
 * people wrote, names and addresses appear as fingerprints. `fresh`: the same request with the facts as they were read for this step.
 */
export function auditOf(approval: Approval, at: Instant, fresh: Proposal = approval.proposal): StepRow {
  const { id, conversation, proposal, status, edition, source } = approval;
  return {
    at,
    event: status,
    ...actorOf(approval),
    approval: id,
    conversation,
    detail: {
      ...stepOf(approval),
      ...requestOf(proposal),
      facts: factsFingerprint(fresh),
      edition,
      policy: {
        version: approval.policyVersion,
        rules: approval.rules.map(({ rule, passed }) => ({ rule, passed })),
        needs: approval.needs.kind === 'auto' ? 'auto' : `${approval.needs.count} ${approval.needs.role}`,
      },
      card: cardOf(approval),
      ...(source === undefined ? {} : { source }),
      ...outcomeOf(approval),
    },
  };
}

/** What is asked for, and what was read for it. */
export const requestOf = (proposal: Proposal): Record<string, Json> => ({
  action: proposal.action,
  target: targetOf(proposal),
  shown: shownFingerprint(proposal),
  facts: factsFingerprint(proposal),
  ...(proposal.cost ? { cost: moneyOf(proposal.cost) } : {}),
});

/** What is behind its first three parts may be what somebody wrote. */
function targetOf({ target }: Proposal): string {
  const [kind = '', id, what, ...text] = target.split(':');
  const named = [kind, id, what].filter((part) => part !== undefined).join(':');
  return text.length === 0 ? named : `${named}:${fingerprint(text.join(':'))}`;
}

/** The same row under another name and by somebody the state alone does not tell. */
export function doneBy({ role: _role, roleFrom: _roleFrom, ...row }: AuditRow, event: string, by: Actor): AuditRow {
  return { ...row, event, ...by };
}

export const person = (who: Pick<Principal, 'person' | 'role' | 'roleFrom'>): Actor => actor(who.person, who);

export const DESKHAND: Actor = { actor: 'deskhand' };

function actorOf(approval: Approval): Actor {
  const { requester, editor, decisions } = approval;
  switch (approval.status) {
    case 'prepared':
    case 'withdrawn':
      return person(requester);
    case 'pending':
    case 'approved':
    case 'rejected':
      return lastOf(decisions) ?? (editor ? actor(editor.person, editor) : person(requester));
    case 'superseded':
      return approval.editedBy === undefined
        ? person(requester)
        : { actor: `slack:${requester.team}:${approval.editedBy}` };
    case 'executed':
    case 'failed':
      return lastOf(approval.settledBy ?? []) ?? DESKHAND;
    case 'executing':
    case 'unknown':
    case 'expired':
    case 'stale':
      return DESKHAND;
  }
}

interface Standing {
  role?: Role;
  roleFrom?: string;
}

const actor = (name: string, { role, roleFrom }: Standing): Actor => ({
  actor: name,
  ...(role === undefined ? {} : { role, ...(roleFrom === undefined ? {} : { roleFrom }) }),
});

function lastOf(said: readonly (Standing & { by: string })[]): Actor | undefined {
  const last = said.at(-1);
  return last && actor(last.by, last);
}

/** What only this state knows. A company's and a colleague's sentences may quote a person. */
function outcomeOf(approval: Approval): Record<string, Json> {
  switch (approval.status) {
    case 'prepared':
    case 'pending':
      return {};
    case 'approved':
      return approval.held ? { held: approval.held.why } : {};
    case 'executing':
      return { attempt: approval.attempt, key: approval.id };
    case 'unknown':
      return { attempt: approval.attempt, why: fingerprint(approval.why) };
    case 'executed':
      return {
        receipt: receiptOf(approval.receipt),
        ...(approval.undoneBy ? { undoneBy: approval.undoneBy.id } : {}),
      };
    case 'failed':
      return { refusal: fingerprint(approval.refusal) };
    case 'rejected':
      return approval.rejection ? { reason: approval.rejection.reason, takesOver: approval.rejection.takesOver } : {};
    case 'withdrawn':
      return { why: approval.why };
    case 'superseded':
      return { by: approval.by.id };
    case 'expired':
      return approval.reopened ? { by: approval.reopened.id } : {};
    case 'stale':
      return {
        changes: fingerprint([...approval.changes]),
        ...(approval.reopened ? { by: approval.reopened.id } : {}),
      };
  }
}

/** A colleague may have typed the reference: what is not an id by its looks may be anything. */
const receiptOf = ({ reference, status, amount }: Receipt): Json => ({
  reference: /^[\w.:#/-]+$/.test(reference) ? reference : fingerprint(reference),
  status,
  ...(amount ? { amount: moneyOf(amount) } : {}),
});

const moneyOf = ({ minor, currency }: Money): Json => ({ minor, currency });
