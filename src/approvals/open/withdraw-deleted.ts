import { isPending, isUndecided } from '../../domain/approval.ts';
import type { Pending, Prepared, Withdrawn } from '../../domain/approval.ts';
import type { Item } from '../../domain/conversation.ts';
import { withoutAnswer } from '../../domain/deadline.ts';
import { withdraw } from '../../domain/endings.ts';
import type { MessageTs } from '../../domain/ids.ts';
import { cardOf } from '../../domain/ledger.ts';
import { cardLane, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Job } from '../../ports/engine.ts';
import { DeletionJob } from '../../ports/jobs.ts';
import type { ApprovalDeps } from '../deps.ts';
import { subjectOf } from '../report/outcome-words.ts';
import { askedTogether } from './asked-together.ts';
import { redraw } from '../redraw.ts';
import { auditOf, doneBy, person } from '../report/audit-row.ts';
import { noteOn } from '../report/note-on.ts';

/**
 * A message was deleted: its text is forgotten, and what it asked for and still waits for a decision is withdrawn. Of several
 * messages that were answered together nobody can tell which one carried the wish, so each of them counts: to ask again is
 * easy, and nothing is done that nobody wishes any more. What was decided stays, without a word.
 */
export async function withdrawDeleted(deps: ApprovalDeps, job: Job): Promise<void> {
  const { conversation, ts } = DeletionJob.parse(job.data);
  const items = await deps.store.items(conversation);
  const together = askedTogether(items, ts);
  const approvals = await deps.store.approvalsOf(conversation);
  const asked = approvals.filter(({ source }) => source !== undefined && (source === ts || together.has(source)));
  const isRemembered = together.size > 0 || asked.length > 0;
  const isDone = !isRemembered || (await deps.store.isDone(job.id));
  const waiting = asked.filter(isUndecided);
  const others = approvals.filter(isPending).filter((approval) => !waiting.includes(approval));
  const said = wordsOf(items, ts);
  const changed = others.flatMap((approval) => withoutAnswer(approval, said) ?? []);
  if (!isDone && !(await forget(deps, { waiting, changed }, job))) return withdrawDeleted(deps, job);
  const shown = [...asked, ...changed];
  const lanes = shown.length === 0 ? [] : [conversation, ...shown.map((approval) => cardLane(cardOf(approval)))];
  await Promise.all([...new Set(lanes)].map((lane) => deps.deliver(lane)));
}

/** What the message said when it was answered. */
const wordsOf = (items: readonly Item[], ts: MessageTs): string =>
  items.flatMap((item) => (item.kind === 'person' && item.ts === ts ? item.text : []))[0] ?? '';

interface Forgotten {
  waiting: readonly (Prepared | Pending)[];
  /** What it said was an answer to a colleague's question. */
  changed: readonly Pending[];
}

/** False: somebody moved one of them first. */
async function forget(
  { store, newId, now }: ApprovalDeps,
  { waiting, changed }: Forgotten,
  job: Job,
): Promise<boolean> {
  const { conversation, ts } = DeletionJob.parse(job.data);
  const at = now();
  const withdrawn = waiting.map((approval) => unquoted(withdraw(approval, 'message-deleted', at)));
  return store.commit({
    append: { conversation, items: withdrawn.map((approval) => noteOf(approval, at)) },
    redact: { conversation, ts },
    approvals: [...withdrawn, ...changed].map((to) => ({ to, from: to.version - 1 })),
    outgoing: [
      ...redraw(newId, [...withdrawn, ...changed]),
      ...(withdrawn.length === 0 ? [] : reply(newId, conversation, sentence(withdrawn))),
    ],
    done: job.id,
    audit: [
      ...withdrawn.map((approval) => auditOf(approval, at)),
      ...changed.map((approval) => doneBy(auditOf(approval, at), 'answer-deleted', person(approval.requester))),
    ],
  });
}

/** The person's words may be the ones that they deleted. */
function unquoted({ quote: _quote, ...withdrawn }: Withdrawn): Withdrawn {
  return withdrawn;
}

const noteOf = (withdrawn: Withdrawn, at: Instant): Item =>
  noteOn(
    withdrawn,
    `Request ${withdrawn.id} (${withdrawn.proposal.words.effect}): withdrawn, because the person deleted the message that asked for it. Nothing was changed. The person has been told.`,
    at,
  );

function sentence(withdrawn: readonly Withdrawn[]): string {
  const requests = withdrawn.length === 1 ? 'the request' : 'the requests';
  return `You deleted the message that asked for ${subjectOf(withdrawn)}, so I've cancelled ${requests}.`;
}
