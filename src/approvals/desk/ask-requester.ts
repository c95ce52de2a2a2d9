import type { Approval, Pending } from '../../domain/approval.ts';
import type { BusinessHours } from '../../domain/business-hours.ts';
import { pause } from '../../domain/deadline.ts';
import { barredAs } from '../../domain/decide.ts';
import { unanswered } from '../../domain/ledger.ts';
import type { Question } from '../../domain/ledger.ts';
import type { Principal } from '../../domain/principal.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { reply } from '../../domain/say.ts';
import { NOTE_LENGTH } from '../../ports/desk.ts';
import type { DeskRefusal, Entry, Form } from '../../ports/desk.ts';
import type { AuditRow, Change } from '../../ports/store.ts';
import { asPending, notPossible, save, tooLong, wrongField } from './at-desk.ts';
import type { AtDesk, SaveDeps, Submitted } from './at-desk.ts';
import { rowsWith } from '../bundle-order.ts';
import { redraw } from '../redraw.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { noteOn } from '../report/note-on.ts';

export interface AskDeps extends SaveDeps {
  hours?: BusinessHours;
  newId: () => string;
}

/** Colleagues who may decide may also ask. */
export async function askForm(deps: AskDeps, at: AtDesk): Promise<Result<Form, DeskRefusal>> {
  const waiting = await waitingRows(deps, at);
  return waiting.ok ? ok({ kind: 'ask', approval: waiting.value.first }) : waiting;
}

/** Asked in the person's own thread, once; every row of the card waits for the answer. */
export async function submitQuestion(
  deps: AskDeps,
  at: AtDesk,
  { question }: Extract<Entry, { kind: 'ask' }>,
): Promise<Submitted> {
  const text = question.trim();
  if (text === '') return wrongField('question', 'Please write what you would like to know.');
  if (text.length > NOTE_LENGTH) return tooLong('question', NOTE_LENGTH);
  const waiting = await waitingRows(deps, at);
  if (!waiting.ok) return notPossible(waiting.refusal.code, waiting.refusal.approval ?? at.approval);
  const { first, rows } = waiting.value;
  if (wasAsked(first, at, text)) return ok(first);
  const now = deps.now();
  const asked: Question = { text, by: at.by.person, slackUser: at.by.slackUser, at: now };
  const paused = rows.map((row) => pause(row, asked, now, deps.hours));
  return (await save(deps, changeFor(deps.newId, paused, asked, at.by), paused)) ? ok(paused[0] ?? first) : 'moved';
}

interface Waiting {
  first: Pending;
  rows: readonly Pending[];
}

async function waitingRows({ store, now }: AskDeps, { approval, by }: AtDesk): Promise<Result<Waiting, DeskRefusal>> {
  const barred = barredAs(approval, { verdict: 'reject', by });
  if (barred) return refuse({ code: barred, approval });
  const all = await rowsWith(store, approval);
  const rows = all.flatMap((row) => {
    const pending = asPending(row, now());
    return pending.ok ? [pending.value] : [];
  });
  const [first] = rows;
  if (first) return ok({ first, rows });
  const ended = all[0] ?? approval;
  const why = asPending(ended, now());
  return refuse({ code: why.ok ? 'not-now' : why.refusal, approval: ended });
}

/** The same form sent twice. */
const wasAsked = (approval: Approval, { by }: AtDesk, text: string): boolean =>
  unanswered(approval).some((question) => question.by === by.person && question.text === text);

function changeFor(newId: () => string, paused: readonly Pending[], { text, at }: Question, by: Principal): Change {
  const audit = (to: Pending): AuditRow => doneBy(auditOf(to, at), 'asked-requester', person(by));
  const [first] = paused;
  if (!first) throw new Error('nothing waits that could be asked about');
  const note = `Request ${first.id} (${first.proposal.words.effect}): a colleague asked the person: “${text}”. Their next message probably answers it.`;
  return {
    append: { conversation: first.conversation, items: [noteOn(first, note, at)] },
    approvals: paused.map((to) => ({ to, from: to.version - 1 })),
    outgoing: [...redraw(newId, paused), ...reply(newId, first.conversation, `A colleague asks: ${text}`)],
    audit: paused.map(audit),
  };
}
