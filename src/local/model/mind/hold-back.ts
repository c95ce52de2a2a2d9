import { changedRecord } from './changed-record.ts';
import { say } from './task.ts';
import type { Move } from './task.ts';
import type { Finding, Turn } from './turns.ts';

/** A second change of a record waits until the first is carried out, and is dropped when it was not. */
export function holdBack(move: Move, turn: Turn): Move {
  if (move.kind !== 'call') return move;
  const records = move.calls.map(changedRecord);
  const earlier = turn.findings.filter(
    ({ tool, arguments: text, output }) =>
      output['approval'] !== undefined && records.includes(changedRecord({ name: tool, arguments: text }) ?? ''),
  );
  const outcomes = earlier.map((finding) => outcomeOf(finding, turn));
  if (outcomes.includes('refused')) return say('');
  return outcomes.includes('open') ? { kind: 'wait', text: "I'll ask for the rest as soon as that is decided." } : move;
}

function outcomeOf({ output }: Finding, { notes }: Turn): 'open' | 'done' | 'refused' {
  const note = notes.findLast((text) => text.includes(String(output['approval'])));
  if (note === undefined) return 'open';
  return /\b(?:executed|accepted|done)\b/i.test(note) && !/\bnot (?:executed|done|known)\b/i.test(note)
    ? 'done'
    : 'refused';
}
