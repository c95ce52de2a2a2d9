import { lookUp, need } from '../look-up.ts';
import { approvalId } from '../slots.ts';
import { say } from '../task.ts';
import type { Move, Scene, Task } from '../task.ts';
import { reasonFrom } from './wording.ts';

const NOTHING_ASKED = "I haven't asked my colleagues for anything in this thread that is still open.";

export function requestStatus(task: Task, scene: Scene): Move {
  const requests = requestsOf(scene);
  const named = approvalId(task.words);
  const request = requests.findLast(({ id }) => !named || id === named);
  return say(request ? stateSentence(request.note) : NOTHING_ASKED);
}

/** Takes back what was asked for last and is not decided yet. */
export function withdraw(task: Task, scene: Scene): Move {
  const named = approvalId(task.words);
  const before = { ...scene, turns: scene.turns.slice(0, -1) };
  const open = requestsOf(before).findLast(({ id, note }) => note === undefined && (!named || id === named));
  if (!open) return say(NOTHING_ASKED);
  const answer = need(
    lookUp(scene, 'withdraw_request', { approval_id: open.id, why: reasonFrom(task.words) }),
    NOTHING_ASKED,
  );
  return answer.known ? say("All right, I've taken that request back.") : answer.move;
}

interface Request {
  id: string;
  /** The last outcome that was noted about it. */
  note?: string;
}

/** Oldest first, with what became of each. A withdrawn one counts as decided. */
function requestsOf({ turns }: Scene): readonly Request[] {
  const notes = turns.flatMap(({ notes: said, findings }) => [
    ...said,
    ...findings.flatMap(({ output }) =>
      output['status'] === 'withdrawn' ? [`withdrawn ${String(output['approval'])}`] : [],
    ),
  ]);
  const asked = turns.flatMap(({ findings }) => findings.filter(({ output }) => output['status'] === 'waiting'));
  return asked.map(({ output }) => {
    const id = String(output['approval']);
    const note = notes.findLast((text) => text.includes(id));
    return { id, ...(note && { note }) };
  });
}

const STATES: readonly (readonly [RegExp, string])[] = [
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

function stateSentence(note: string | undefined): string {
  if (note === undefined) return "It's still with my colleagues. I'll write here as soon as it's decided.";
  return STATES.find(([pattern]) => pattern.test(note))?.[1] ?? "There was an answer; it's in my message above.";
}
