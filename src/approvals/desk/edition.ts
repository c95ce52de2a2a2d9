import type { Pending, Superseded } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { deadlineAfter } from '../../domain/deadline.ts';
import { supersede } from '../../domain/endings.ts';
import { ApprovalId } from '../../domain/ids.ts';
import { ledgerOf } from '../../domain/ledger.ts';
import type { Editor } from '../../domain/ledger.ts';
import type { Policy } from '../../domain/policy.ts';
import { standingOf } from '../../domain/principal.ts';
import type { Principal } from '../../domain/principal.ts';
import { stricterOfPeople } from '../../domain/requirement.ts';
import type { Instant } from '../../domain/time.ts';
import type { AuditRow, Change } from '../../ports/store.ts';
import { redraw } from '../redraw.ts';
import type { Replanned } from '../decide/replan.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { noteOn } from '../report/note-on.ts';

export interface EditionDeps {
  policy: Policy;
  /** In milliseconds of working time. */
  decideWithin: number;
  hours?: BusinessHours;
  newId: () => string;
}

export interface Edit extends Replanned {
  from: Pending;
  /** Rows that wait on the same card. */
  others: readonly Pending[];
  by: Principal;
  /** To the requester; '' for none. */
  note: string;
}

/** One request takes another's place, and what stands beside it is decided anew together with it. */
export interface Edited {
  superseded: Superseded;
  next: Pending;
  moved: readonly Pending[];
  by: Principal;
}

/** Nobody has agreed to a card with this on it: the decisions begin again for each row, with the time to make them. */
export function edition(deps: EditionDeps, edit: Edit, now: Instant): Edited {
  const { from, others, by, proposal, rules, note } = edit;
  const { noteToRequester: _told, ...kept } = ledgerOf(from);
  const needs = others.reduce((strictest, other) => stricterOfPeople(strictest, other.needs), edit.needs);
  const anew = { needs, decisions: [], ...deadlineAfter(now, deps.decideWithin, deps.hours) };
  const next: Pending = {
    ...kept,
    ...anew,
    id: ApprovalId.parse(`apr_${deps.newId()}`),
    version: 1,
    proposal,
    rules,
    edition: from.edition + 1,
    editor: editorOf(from, by, now),
    ...(note === '' ? {} : { noteToRequester: note }),
    policyVersion: deps.policy.version,
    openedAt: now,
    status: 'pending',
  };
  const moved = others.map(({ paused: _paused, ...other }): Pending => ({
    ...other,
    ...anew,
    version: other.version + 1,
  }));
  return { superseded: supersede(from, next, now, by), next, moved, by };
}

function editorOf({ editor, proposal }: Pending, by: Principal, at: Instant): Editor {
  const who = { person: by.person, slackUser: by.slackUser, ...standingOf(by), at };
  if (!editor) return { ...who, was: proposal.words.effect, before: [] };
  return { ...who, was: editor.was, before: [...editor.before, editor.person] };
}

/** The cards and the model hear of it; the person does not, until it is decided. */
export function editedChange(newId: () => string, { superseded, next, moved, by }: Edited, at: Instant): Change {
  const before = superseded.proposal.words.effect;
  const after = next.proposal.words.effect;
  const edited = (approval: Superseded | Pending, event: string): AuditRow =>
    doneBy(auditOf(approval, at), event, person(by));
  const note = `Request ${superseded.id} (${before}): a colleague changed it to “${after}”. That is request ${next.id} now and waits for a decision. The person has not been told; nothing has changed yet.`;
  return {
    append: { conversation: next.conversation, items: [noteOn(next, note, at)] },
    approvals: [...[superseded, ...moved].map((to) => ({ to, from: to.version - 1 })), { to: next }],
    outgoing: redraw(newId, [superseded, next, ...moved]),
    audit: [
      ...[superseded, next].map((approval) => edited(approval, approval.status)),
      ...moved.map((approval) => edited(approval, 'decided-anew')),
    ],
  };
}
