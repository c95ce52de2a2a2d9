import { isOpen } from '../domain/approval.ts';
import type { Approval, Pending } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import { unanswered } from '../domain/ledger.ts';
import { isAmongStaff, isStaff, maySee } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import { HOUR, MINUTE, toIso } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';

/** What is open in a thread, for the model alone: never stored, because it is true only now. To a customer's turn only what they asked for themselves. */
export function withRequests(
  items: readonly Item[],
  approvals: readonly Approval[],
  { asker, now }: Reader,
): readonly Item[] {
  const open = approvals.filter((approval) => isOpen(approval) && isToldTo(asker, approval));
  if (open.length === 0) return items;
  const text = ['[Requests] Open in this thread:', ...open.map((approval) => lineOf(approval, { asker, now }))].join(
    '\n',
  );
  const at = items.at(-1)?.kind === 'person' ? items.length - 1 : items.length;
  return [...items.slice(0, at), { kind: 'note', text, at: now }, ...items.slice(at)];
}

interface Reader {
  asker: Principal;
  now: Instant;
}

/** A colleague among customers is told of what was asked for these customers alone. */
const isToldTo = (asker: Principal, { requester, proposal }: Approval): boolean =>
  isStaff(asker) ? maySee(asker, proposal.customer) : requester.person === asker.person;

/** What a colleague made of it is not the customer's to know before it is decided. */
function lineOf(approval: Approval, { asker, now }: Reader): string {
  const { id, proposal, editor } = approval;
  const wish = editor && !isAmongStaff(asker) ? editor.was : proposal.words.effect;
  const parts = [id, wish, stateOf(approval, now), `asked for ${recordOf(proposal.target)}`];
  return parts.map((part) => part.replaceAll(/\s+/g, ' ')).join(' · ');
}

/** `order:ORD-12345` → `ORD-12345` */
const recordOf = (target: string): string => target.slice(target.indexOf(':') + 1);

function stateOf(approval: Approval, now: Instant): string {
  switch (approval.status) {
    case 'prepared':
      return `waiting for the person's own yes ${clockOf(approval, now)}`;
    case 'pending':
      return approval.paused ? askedBack(approval) : `waiting for a colleague ${clockOf(approval, now)}`;
    case 'approved':
      return approval.held ? HELD : 'approved, being carried out';
    case 'executing':
      return 'approved, being carried out';
    case 'unknown':
      return 'outcome not known yet, being checked with the company; never ask for it again';
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'withdrawn':
    case 'superseded':
    case 'stale':
      return approval.status;
  }
}

const HELD = 'approved, but nothing is carried out at the moment: it waits, and nobody knows how long';

function askedBack(approval: Pending): string {
  const open = unanswered(approval).map(({ text }) => `“${text}”`);
  return `a colleague asked the person: ${open.join(' and ')}, waiting for their answer`;
}

const clockOf = ({ openedAt, expiresAt }: Approval, now: Instant): string =>
  `since ${clock(openedAt, now)} (${ago(now - openedAt)}), until ${clock(expiresAt, now)}`;

/** `14:02 UTC`; with its date on another day. */
function clock(at: Instant, now: Instant): string {
  const [date = '', time = ''] = toIso(at).split('T');
  const isToday = toIso(now).startsWith(date);
  return `${isToday ? '' : `${date} `}${time.slice(0, 5)} UTC`;
}

function ago(span: number): string {
  if (span < MINUTE) return 'less than a minute ago';
  const [count, unit] = span < HOUR ? [Math.floor(span / MINUTE), 'minute'] : [Math.floor(span / HOUR), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'} ago`;
}
