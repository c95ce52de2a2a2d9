import type { Wanted } from '../arguments.ts';
import { lookUp, refusalSentence } from '../look-up.ts';
import { say } from '../task.ts';
import type { Move, Scene } from '../task.ts';

interface Wish {
  action: string;
  input: Wanted;
  /** What is said while colleagues decide. */
  asked: string;
  /** What is said when the record does not exist. */
  missing: string;
}

/** Asks for a change; never says that it happened. */
export function propose(scene: Scene, { action, input, asked, missing }: Wish): Move {
  const answer = lookUp(scene, action, input);
  switch (answer.kind) {
    case 'pending':
      return answer.move;
    case 'refused':
      return say(refusalSentence(answer.refusal, missing));
    case 'found':
      return say(statusSentence(answer.output, asked));
  }
}

function statusSentence({ status, replaces }: Record<string, unknown>, asked: string): string {
  if (status === 'confirmation') return 'Please confirm with the buttons below.';
  if (status === 'accepted') return `${asked} It needs nobody's approval: you'll see the result here.`;
  return `${replaces === undefined ? '' : 'Updated: '}${asked} I'll write here as soon as it's decided.`;
}
