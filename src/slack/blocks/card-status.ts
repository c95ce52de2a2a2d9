import type { Approval, Approved, Executing, Pending, Prepared, Unknown } from '../../domain/approval.ts';
import { LOOK_UP_AFTER } from '../../domain/execution.ts';
import { ASK_PERSON_AFTER } from '../../domain/testimony.ts';
import { MINUTE } from '../../domain/time.ts';
import { cardEnding } from './card-ending.ts';
import { phrase, statementWords, WHOLE } from './phrases.ts';
import type { Brevity } from './phrases.ts';
import { approvers } from './requirement-words.ts';
import { clock, mention } from './slack-tokens.ts';

/** Where the approval stands, in one line of markup; a pending one needs its decision. */
export function cardStatus(approval: Approval, brevity: Brevity = WHOLE): string {
  switch (approval.status) {
    case 'prepared':
    case 'pending':
    case 'approved':
    case 'executing':
    case 'unknown':
      return progress(approval, brevity);
    case 'executed':
    case 'failed':
    case 'rejected':
    case 'expired':
    case 'withdrawn':
    case 'superseded':
    case 'stale':
      return cardEnding(approval, brevity);
  }
}

function progress(approval: Prepared | Pending | Approved | Executing | Unknown, brevity: Brevity): string {
  switch (approval.status) {
    case 'prepared':
      return `waits for ${mention(approval.requester.slackUser)} to go ahead`;
    case 'pending':
      return waiting(approval);
    case 'approved':
      return `Approved by ${approvedBy(approval)} · ${approval.held ? `waits: ${heldWords(approval.held)}` : 'sending…'}`;
    case 'executing':
      return `Approved by ${approvedBy(approval)} · sending since ${clock(approval.startedAt)}…`;
    case 'unknown':
      return unknown(approval, brevity);
  }
}

/** `executions are paused by <@U1>` */
export function heldWords({ why, by }: NonNullable<Approved['held']>): string {
  switch (why) {
    case 'paused':
      return `executions are paused${by === undefined ? '' : ` by ${mention(by)}`}`;
    case 'restored':
      return 'everything open is checked first, after a restore';
  }
}

const waiting = ({ paused, requester, expiresAt }: Pending): string =>
  paused
    ? `waiting for ${mention(requester.slackUser)} since ${clock(paused.since)}, the clock is paused`
    : `needs a decision by ${clock(expiresAt)}`;

function unknown(approval: Unknown, brevity: Brevity): string {
  const { since, why, forPerson, needs } = approval;
  const doNotRepeat = '? Outcome not yet known — do not repeat.';
  const because = phrase(why, brevity.phrase);
  if (!forPerson)
    return `${doNotRepeat} Checking with the company since ${clock(since)}: ${because}. ${nextLooks(approval)}`;
  const said = forPerson.statements.map((statement) => statementWords(statement, brevity.phrase));
  const second = needs.kind === 'people' && needs.count === 2 ? ['Two people have to say the same.'] : [];
  const ask = `The company cannot tell: ${because}. Please find out what became of it.`;
  return [doNotRepeat, ask, ...second, ...said].join(' ');
}

/** All that are planned: the card is not drawn anew when a look finds nothing. A clock shows minutes, and each once. */
function nextLooks({ since, firstStartedAt }: Unknown): string {
  const end = firstStartedAt + ASK_PERSON_AFTER;
  const looks = LOOK_UP_AFTER.map((after) => since + after).filter((at) => at < end);
  const minutes = new Map(looks.map((at) => [Math.floor(at / MINUTE), clock(at)]));
  const ask = `a person is asked at ${clock(end)}`;
  return minutes.size === 0 ? `Else ${ask}.` : `Next look ${listed([...minutes.values()])}; else ${ask}.`;
}

/** `14:13, 14:15 and 14:23` */
const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const approvedBy = ({ decisions }: Approval): string => approvers(decisions) ?? 'policy';
