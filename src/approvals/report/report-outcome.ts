import type { Approval, Stale } from '../../domain/approval.ts';
import type { HandOff } from '../../domain/outgoing.ts';
import type { Fact } from '../../domain/proposal.ts';
import { recordFacts } from '../../domain/record-facts.ts';
import { callPerson, reply } from '../../domain/say.ts';
import type { Instant } from '../../domain/time.ts';
import type { Change } from '../../ports/store.ts';
import { auditOf } from './audit-row.ts';
import { noteOf, stoppedNoteOf } from './outcome-notes.ts';
import { reportOf } from './outcome-words.ts';
import type { Outcome } from './outcome-words.ts';
import { drawEnded } from '../redraw.ts';

/** One step of a request to its outcome, not yet saved. */
export interface Ending {
  from: Approval;
  to: Outcome;
}

/** What ends in one commit, on one card. */
export interface Endings {
  /** All in the same state, told in one message. Empty when nothing but `stopped` ends. */
  ended: readonly Ending[];
  /** Rows that are not carried out because a row before them was not: told along with it. */
  stopped?: readonly { from: Approval; to: Stale }[];
  /** What was done before and cannot be taken back, for the person who takes over; a sentence each. */
  remains?: readonly string[];
}

/** Everybody is told in the commit that makes it true: the card and the thread once, the model and the audit of each row. */
export function outcomesChange(newId: () => string, endings: Endings, at: Instant): Change {
  const { ended, stopped = [], remains = [] } = endings;
  const moves: readonly Ending[] = [...ended, ...stopped];
  const approvals = moves.map(({ to }) => to);
  const [first] = approvals;
  if (!first) throw new Error('an outcome needs at least one request that ended');
  const { conversation } = first;
  const report = reportOf(
    ended.map(({ to }) => to),
    stopped.map(({ to }) => to),
  );
  const items = [...ended.map(({ to }) => noteOf(to, at)), ...stopped.map(({ to }) => stoppedNoteOf(to, at))];
  const wants = report.wants === undefined ? undefined : [report.wants, ...remains].join(' ');
  return {
    append: { conversation, items },
    approvals: moves.map(({ from, to }) => ({ to, from: from.version })),
    outgoing: [
      ...drawEnded(newId, moves),
      ...report.said
        .flatMap((text) => reply(newId, conversation, text))
        .map((row) => ({ ...row, outcome: true as const })),
      ...(wants === undefined ? [] : [callPerson(newId, conversation, handOff(approvals, { ...report, wants }))]),
    ],
    audit: approvals.map((to) => auditOf(to, at)),
  };
}

/** For the colleague who takes over: what is true of the record of one request, the names of several. */
export function handOff(
  approvals: readonly Approval[],
  { wants, takenBy }: Pick<HandOff, 'wants' | 'takenBy'>,
): HandOff {
  const [first, ...others] = approvals;
  if (!first) throw new Error('a hand-off is about at least one request');
  return {
    user: first.requester.slackUser,
    wants,
    by: 'deskhand',
    facts: others.length === 0 ? factsOf(first) : approvals.map(stepOf),
    ...(takenBy === undefined ? {} : { takenBy }),
  };
}

/** Of what was not done only what is still true; whoever finds out what became of it needs all. */
const factsOf = ({ status, proposal }: Approval): readonly Fact[] =>
  status === 'unknown' ? proposal.facts : recordFacts(proposal);

const stepOf = ({ status, bundle, proposal: { words } }: Approval): Fact => ({
  label: `Step ${bundle?.step ?? 1}`,
  value: `${words.effect} · ${status === 'executed' ? words.done : words.notDone}`,
});
