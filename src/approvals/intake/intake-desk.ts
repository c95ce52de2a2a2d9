import { JobId } from '../../domain/ids.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { visibleText } from '../../domain/visible-text.ts';
import { INTAKE_LENGTH } from '../../ports/intake.ts';
import type { IntakeDesk, IntakeEntry, IntakeFrom } from '../../ports/intake.ts';
import type { AuditRow } from '../../ports/store.ts';
import { cut } from '../../tools/fields.ts';
import type { ApprovalDeps } from '../deps.ts';
import { askForTicket } from './ask-for-ticket.ts';
import type { Asked } from './ask-for-ticket.ts';
import { calledSince } from './call-colleague.ts';
import type { Calls } from './call-colleague.ts';
import { intakeDraft } from './intake-draft.ts';
import { EMPTY, SENT_BEFORE, calledBefore, leftWords } from './intake-words.ts';
import { leave } from './leave.ts';
import type { Leaving } from './leave.ts';
import { standingOf } from './standing.ts';

/** Opens tickets by a form, without the model: what is sent in goes the way of every other request. */
export function intakeDesk(deps: ApprovalDeps): IntakeDesk {
  const calls: Calls = new Map();
  return {
    begin: async (from, source) => {
      const standing = await standingOf(deps, from, source);
      return standing.ok ? ok(intakeDraft(standing.value, source)) : standing;
    },
    submit: (from, entry) => submit(deps, calls, { from, entry: tidied(entry) }),
  };
}

interface Sent {
  from: IntakeFrom;
  entry: IntakeEntry;
}

async function submit(deps: ApprovalDeps, calls: Calls, { from, entry }: Sent): Promise<Result<string, string>> {
  const job = JobId.parse(`intake:${from.team}:${from.user}:${entry.press}`);
  if (await deps.store.isDone(job)) return ok(SENT_BEFORE);
  const standing = await standingOf(deps, from, entry.source);
  if (!standing.ok) return standing;
  if (entry.subject === '' || entry.details === '') return refuse(EMPTY);
  const at = deps.now();
  const hasRecord = standing.value.opens !== 'nothing';
  const asked = hasRecord ? await askForTicket(deps, standing.value, { entry, now: at }) : undefined;
  return leaveOrSay(deps, calls, { job, standing: standing.value, entry, asked, at });
}

interface Wish extends Omit<Leaving, 'asked' | 'forbidden' | 'isCalling'> {
  /** Absent: there is no record for which a ticket could be opened. */
  asked: Asked | undefined;
}

/** Without a ticket and without a new call for a colleague, nothing is left to be saved, and the form says why. */
async function leaveOrSay(deps: ApprovalDeps, calls: Calls, wish: Wish): Promise<Result<string, string>> {
  const isHeld = (await deps.store.holds()).length > 0;
  const call = callFor(calls, wish);
  const opened = wish.asked?.opened;
  const isCalling = call === 'called';
  if (!opened && !isCalling) return nothingLeft(deps, wish.asked, call);
  const ticket = opened && { status: opened.opened.status, isHeld, isHere: wish.standing.isHere };
  const leaving = { ...wish, asked: opened, forbidden: forbiddenBy(wish.asked), isCalling };
  return remembering(calls, leaving, () => leave(deps, leaving, leftWords({ ticket, call })));
}

async function nothingLeft(
  { store }: ApprovalDeps,
  asked: Wish['asked'],
  since: number | undefined,
): Promise<Result<string, string>> {
  const forbidden = forbiddenBy(asked);
  if (forbidden) await store.commit({ audit: [forbidden] });
  return refuse(asked?.whyNot ?? calledBefore(since ?? 0));
}

const forbiddenBy = (asked: Wish['asked']): AuditRow | undefined => (asked?.opened ? undefined : asked?.forbidden);

/** Undefined: nobody is asked for; a number: colleagues were called so many milliseconds ago. */
function callFor(calls: Calls, { standing, entry, asked, at }: Wish): 'called' | number | undefined {
  if (!entry.wantsPerson && asked) return undefined;
  return calledSince(calls, standing.about, at) ?? 'called';
}

/** The call is remembered before it is saved, so that another one in the same moment finds it; not when it was in vain. */
async function remembering(
  calls: Calls,
  { standing: { about }, isCalling, at }: Leaving,
  save: () => Promise<Result<string, string>>,
): Promise<Result<string, string>> {
  if (!isCalling) return save();
  calls.set(about, at);
  const forget = () => void calls.delete(about);
  const left = await save().catch((error: unknown) => {
    forget();
    throw error;
  });
  if (!left.ok) forget();
  return left;
}

/** As it will be kept: nothing that hides, and no more than a ticket takes. */
const tidied = (entry: IntakeEntry): IntakeEntry => ({
  ...entry,
  subject: cut(visibleText(entry.subject).replaceAll(/\s+/g, ' ').trim(), INTAKE_LENGTH.subject),
  details: cut(visibleText(entry.details).trim(), INTAKE_LENGTH.details),
});
