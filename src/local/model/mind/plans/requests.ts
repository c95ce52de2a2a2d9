import { lookUp, need } from '../look-up.ts';
import { askedIn } from '../requests.ts';
import type { AskedRequest, OpenRequest } from '../requests.ts';
import { approvalId, orderIds, ticketIds, yesOrNo } from '../slots.ts';
import { ask, say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { reasonFrom } from './wording.ts';

const NOTHING_ASKED = "I haven't asked my colleagues for anything in this thread that is still open.";

/** How the requests stand that are open now; when none is, what became of the last one. */
export function requestStatus({ words }: Task, scene: Scene): Move {
  const open = scene.requests.filter(({ state }) => state !== undefined);
  if (open.length > 0) return say(meant(words, open).map(openSentence).join('\n'));
  const named = approvalId(words);
  const request = askedIn(scene.turns).findLast(({ id }) => !named || id === named);
  return say(request ? endSentence(request) : NOTHING_ASKED);
}

/** What makes sense as an answer to what is open only: to a colleague's question, or to whether to go ahead. */
export function answerToOpen({ intent, words }: Task, { requests }: Scene): Move | undefined {
  if (!ANSWERS.includes(intent)) return undefined;
  if (requests.some(({ state = '' }) => /^a colleague asked/i.test(state))) return say(PASSED_ON);
  const waitsForYes = requests.some(({ state = '' }) => /^waiting for the person/i.test(state));
  return waitsForYes && yesOrNo(words) === 'yes'
    ? say('Please press the button above; only that counts as your yes.')
    : undefined;
}

const ANSWERS: readonly Task['intent'][] = ['unclear', 'lost', 'damaged'];
const PASSED_ON = "Thanks, I've passed that on to my colleagues. I'll write here as soon as it's decided.";

/** Takes back what is meant of that which is not decided yet. */
export function withdraw({ words }: Task, scene: Scene): Move {
  const wanted = meant(words, scene.requests);
  if (wanted.length === 0) return say(NOTHING_ASKED);
  if (wanted.length > 1 && !ALL.test(words)) return ask(whichOf(wanted), 'detail');
  const answers = wanted.map(({ id }) =>
    need(lookUp(scene, 'withdraw_request', { approval_id: id, why: reasonFrom(words) }), NOTHING_ASKED),
  );
  const moves = answers.flatMap((answer) => (answer.known ? [] : [answer.move]));
  const calls = moves.flatMap((move) => (move.kind === 'call' ? move.calls : []));
  if (calls.length > 0) return { kind: 'call', calls };
  return moves[0] ?? say(wanted.length === 1 ? "All right, I've taken that request back." : TAKEN_BACK);
}

const TAKEN_BACK = "All right, I've taken those requests back.";
const ALL = /\b(?:all|both|everything)\b/i;

const whichOf = (requests: readonly OpenRequest[]): string =>
  `Which request shall I take back: ${requests.map(({ subject }) => `the ${subject}`).join(', ')}, or all of them?`;

/** Those that the words name, by id, record or kind; all of them when they name none. */
function meant(words: string, requests: readonly OpenRequest[]): readonly OpenRequest[] {
  const ids = [approvalId(words), ...orderIds(words), ...ticketIds(words)];
  const byId = requests.filter(({ id, record }) => ids.includes(id) || (record !== undefined && ids.includes(record)));
  if (byId.length > 0) return byId;
  const kind = KINDS.find((pattern) => pattern.test(words));
  const byKind = requests.filter(({ subject }) => kind?.test(subject));
  return byKind.length > 0 ? byKind : requests;
}

const KINDS = [/\brefund/i, /\bcancellation\b/i, /\baddress\b/i, /\bticket\b|\bTKT/i, /\border\b/i];

function openSentence({ subject, state = '' }: OpenRequest): string {
  if (/^waiting for a colleague/i.test(state)) return `Still with the team${since(state)}: the ${subject}.`;
  if (/^waiting for the person/i.test(state))
    return `I'm waiting for your own yes to the ${subject}; the buttons are above.`;
  if (/^a colleague asked/i.test(state)) return questionSentence(subject, state);
  if (/^approved\b/i.test(state)) return `The ${subject} is approved and being carried out now.`;
  if (/\bnot known\b/i.test(state))
    return `We are still confirming the outcome of the ${subject}. I'll write here; there is no need to ask again.`;
  return `The ${subject} is still open.`;
}

/** `, asked 3 minutes ago` of `since 14:02 (3 minutes)`. */
function since(state: string): string {
  const span = /\(([^)]+?)(?: ago)?\)/.exec(state)?.[1];
  return span ? `, asked ${span} ago` : '';
}

function questionSentence(subject: string, state: string): string {
  const question = /“.*”/.exec(state)?.[0];
  return `The team has a question before it can decide on the ${subject}${question ? `: ${question}` : ''}.`;
}

const ENDS: readonly (readonly [RegExp, string])[] = [
  [/\bwithdrawn\b/i, 'That request was taken back, so nothing was changed.'],
  [/\brejected\b/i, "My colleagues looked at it and couldn't approve it. Nothing was changed."],
  [/\bexpired\b/i, 'Nobody could decide in time, so nothing was changed. A person has been told.'],
  [
    /\b(?:not known|unknown)\b/i,
    "We are still confirming the outcome. I'll write here; there is no need to ask again.",
  ],
  [/\b(?:failed|not executed)\b/i, "It didn't go through, and nothing was changed. My colleagues know about it."],
  [/\b(?:executed|accepted)\b/i, 'That one was approved and carried out; the details are in my message above.'],
];

function endSentence({ finding, note }: AskedRequest): string {
  if (note !== undefined)
    return ENDS.find(([pattern]) => pattern.test(note))?.[1] ?? "There was an answer; it's in my message above.";
  return finding.output['status'] === 'confirmation'
    ? "I'm waiting for your own yes; the buttons are above."
    : "It's still with my colleagues. I'll write here as soon as it's decided.";
}
