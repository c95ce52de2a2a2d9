import { z } from 'zod';
import { changedRecord } from './changed-record.ts';
import type { Call } from './request.ts';
import { canonicalText, toPlainRecord } from './output.ts';
import { fillCall } from './arguments.ts';
import type { Wanted } from './arguments.ts';
import { say } from './task.ts';
import type { Move, Scene } from './task.ts';
import type { Finding } from './turns.ts';

interface Refusal {
  code: string;
  message: string;
}
/** Known now, refused by the tool, or to be had by this move. */
export type LookUp =
  | { kind: 'found'; output: Finding['output'] }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'pending'; move: Move };

/**
 * The tool's answer in this turn; without one, the call that gets it. So no call is ever made twice in a turn.
 * What was answered stays known when the tool is no longer offered.
 */
export function lookUp(scene: Scene, name: string, wanted: Wanted): LookUp {
  const tool = scene.tools.find((offered) => offered.name === name);
  const call = tool ? fillCall(tool, wanted) : { name, arguments: JSON.stringify(wanted) };
  const finding = scene.turn.findings.find(
    ({ tool: called, arguments: text, output }) =>
      output['error'] !== 'NO_RESULT' && sameCall(call, { name: called, arguments: text }),
  );
  if (!finding) return { kind: 'pending', move: tool ? { kind: 'call', calls: [call] } : say(cannot(scene, name)) };
  const refusal = ToolError.safeParse(finding.output);
  if (!refusal.success) return { kind: 'found', output: finding.output };
  return { kind: 'refused', refusal: { code: refusal.data.error, message: refusal.data.message } };
}

function cannot({ tools }: Scene, wanted: string): string {
  const what = wanted === 'update_ticket' ? 'change a ticket' : 'do that';
  return tools.some(({ name }) => name === 'hand_off')
    ? `I can't ${what} from here, but I can bring in a person.`
    : `I'm sorry, I can't ${what} from here.`;
}

export const READS = ['find_customer', 'find_orders', 'check_stock', 'search_articles', 'find_tickets'];

/** A change is the same whatever else it says about the same record: it is asked for once. */
function sameCall(a: Call, b: Call): boolean {
  if (a.name !== b.name) return false;
  if (READS.includes(a.name) || a.name === 'withdraw_request') return plainText(a.arguments) === plainText(b.arguments);
  return changedRecord(a) === changedRecord(b);
}

/** What is null was not asked for. */
const plainText = (text: string): string => canonicalText(JSON.stringify(toPlainRecord(text)));

const ToolError = z.object({ error: z.string(), message: z.string().catch('') });

/** A value, or the move that must come first. */
export type Known<Value> = { known: true; value: Value } | { known: false; move: Move };
export const known = <Value>(value: Value): Known<Value> => ({ known: true, value });
export const first = (move: Move): { known: false; move: Move } => ({ known: false, move });

/** What the tool found, as a value; `missing` is said when the company has no such record. */
export function need(lookedUp: LookUp, missing: string): Known<Finding['output']> {
  switch (lookedUp.kind) {
    case 'found':
      return known(lookedUp.output);
    case 'refused':
      return first(say(refusalSentence(lookedUp.refusal, missing)));
    case 'pending':
      return first(lookedUp.move);
  }
}

export const refusalSentence = ({ code, message }: Refusal, missing: string): string => {
  if (/not_?found/i.test(code)) return missing;
  if (/unavailable/i.test(code))
    return "I'm sorry, I can't reach that system right now, and nothing was changed. Please try again in a few minutes.";
  if (code === 'ALREADY_WAITING')
    return "An earlier request of this kind isn't settled yet, so I can't ask for another one now.";
  return message === '' || code === 'INVALID_ARGUMENTS'
    ? "I'm sorry, that didn't work just now."
    : `I'm sorry, that isn't possible: ${forPeople(message)}`;
};

/** Behind a colon, and without what only a model needs to know. */
const forPeople = (message: string): string =>
  message
    .replace(/ Tell the person\b.*$/s, '')
    .replace('The policy does not allow this: ', '')
    .replace(/, [^\d,]*0(?:\.0+)? is reserved by open requests(?=,)/, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
