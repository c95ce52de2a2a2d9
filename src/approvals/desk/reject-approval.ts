import { isPending } from '../../domain/approval.ts';
import type { Approval, Rejected, Rejection } from '../../domain/approval.ts';
import type { Click } from '../../domain/decide.ts';
import type { Policy } from '../../domain/policy.ts';
import { ok, refuse } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { NOTE_LENGTH } from '../../ports/desk.ts';
import type { DeskRefusal, Entry, Form } from '../../ports/desk.ts';
import { notPossible, save, tooLong, wrongField } from './at-desk.ts';
import type { AtDesk, SaveDeps, Submitted } from './at-desk.ts';
import { rowsWith } from '../bundle-order.ts';
import { decideRows } from '../decide/decide-rows.ts';
import { usualRejection } from '../report/outcome-words.ts';
import { outcomesChange } from '../report/report-outcome.ts';

export interface RejectDeps extends SaveDeps {
  policy: Policy;
  newId: () => string;
}

/** Whoever could reject it now sees what the person would be told. */
export async function rejectForm(deps: RejectDeps, { approval, by }: AtDesk): Promise<Result<Form, DeskRefusal>> {
  const rows = await rowsWith(deps.store, approval);
  const tried = await decideRows(deps, { rows, click: { verdict: 'reject', by }, now: deps.now() });
  if (!tried.ok) return tried;
  const pending = rows.filter(isPending);
  const [first] = pending;
  return first
    ? ok({ kind: 'reject', approval: first, said: usualRejection(...pending) })
    : refuse({ code: 'not-now', approval });
}

/** Every row of the card that waits, with one message to the person. */
export async function submitRejection(
  deps: RejectDeps,
  { approval, by }: AtDesk,
  entry: Extract<Entry, { kind: 'reject' }>,
): Promise<Submitted> {
  const { reason } = entry;
  if (!reason) return wrongField('reason', 'Choose a reason.');
  const note = entry.note.trim();
  const long = tooLongIn({ note, said: entry.said.trim() });
  if (long) return long;
  const rows = await rowsWith(deps.store, approval);
  const rejection = rejectionOf({ ...entry, reason }, rows);
  const before = rows.find((row) => wasRejected(row, by.person, rejection));
  if (before) return ok(before);
  const now = deps.now();
  const click: Click = { verdict: 'reject', by, rejection, ...(note === '' ? {} : { note }) };
  const decided = await decideRows(deps, { rows, click, now });
  if (!decided.ok) return notPossible(decided.refusal.code, decided.refusal.approval ?? approval);
  const rejected = decided.value.flatMap(({ from, to }) => (to.status === 'rejected' ? { from, to } : []));
  const saved = await save(
    deps,
    outcomesChange(deps.newId, { ended: rejected }, now),
    rejected.map(({ to }) => to),
  );
  return saved ? ok(rejected[0]?.to ?? approval) : 'moved';
}

const tooLongIn = (words: { note: string; said: string }) =>
  (['note', 'said'] as const)
    .flatMap((field) => (words[field].length > NOTE_LENGTH ? [tooLong(field, NOTE_LENGTH)] : []))
    .at(0);

/** The usual sentence, left as it was, is not kept as the colleague's words. */
function rejectionOf({ reason, said, takesOver }: Required<Rejection>, rows: readonly Approval[]): Rejection {
  const own = said.trim();
  const isUsual = own === '' || own === usualRejection(...rows.filter(isPending));
  return { reason, takesOver, ...(isUsual ? {} : { said: own }) };
}

/** The same form sent twice: by then nothing waits, so the usual sentence cannot be told from it any more. */
const wasRejected = (row: Approval, person: string, { reason, takesOver }: Rejection): row is Rejected =>
  row.status === 'rejected' &&
  row.decisions.at(-1)?.by === person &&
  row.rejection?.reason === reason &&
  row.rejection.takesOver === takesOver;
