import type { Instant } from '../../domain/time.ts';
import type { IntakeEntry } from '../../ports/intake.ts';
import type { AuditRow } from '../../ports/store.ts';
import type { Action } from '../../tools/tool.ts';
import { openApproval } from '../open/open-approval.ts';
import type { OpenDeps, Opened } from '../open/open-approval.ts';
import { person, requestOf } from '../report/audit-row.ts';
import { whyNoTicket } from './intake-words.ts';
import type { Standing } from './standing.ts';

export interface TicketDeps extends OpenDeps {
  actions: ReadonlyMap<string, Action>;
}

/** A ticket that was asked for, not yet saved; or why there is none, in words, and that the policy forbids it. */
export type Asked = { opened: Opened; whyNot?: never } | { opened?: never; whyNot: string; forbidden?: AuditRow };

const ACTION = 'open_ticket';
const PRIORITIES = { low: 'Low', normal: 'Medium', high: 'High' } as const;

/** The same request that the model would make, checked, limited and decided upon in the same way. Throws `Unavailable`. */
export async function askForTicket(
  deps: TicketDeps,
  { by, opens, customer, where }: Standing,
  { entry, now }: { entry: IntakeEntry; now: Instant },
): Promise<Asked> {
  const action = deps.actions.get(ACTION);
  if (!action) throw new Error(`a form needs the action ${ACTION}, which is not installed`);
  const input = {
    customer_id: opens === 'ticket-for-customer' ? customer : null,
    subject: entry.subject,
    priority: PRIORITIES[entry.priority],
    note: entry.details,
  };
  const wanted = await action.call(input, { asker: by, conversation: where, now });
  if (wanted.kind === 'refusal') return { whyNot: whyNoTicket(wanted.refusal) };
  if (wanted.kind !== 'proposal') throw new Error(`${ACTION} answered a ${wanted.kind} where it proposes`);
  const { proposal } = wanted;
  const request = { proposal, asker: by, conversation: where, now, opened: [], takenBack: [] };
  const opened = await openApproval(deps, request);
  if (opened.ok) return { opened: opened.value };
  const { code, message } = opened.refusal;
  const whyNot = whyNoTicket(opened.refusal);
  if (code !== 'NOT_ALLOWED_BY_POLICY') return { whyNot };
  const detail = { ...requestOf(proposal), why: message };
  return { whyNot, forbidden: { at: now, event: 'refused:policy', ...person(by), conversation: where, detail } };
}
