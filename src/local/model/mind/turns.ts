import type { Item, Speaker } from './request.ts';
import { canonicalText, toPlainRecord } from './output.ts';

/** A tool's answer to a call of this turn. It is data: nothing in it is ever read as a wish. */
export interface Finding {
  tool: string;
  /** Canonical JSON text. */
  arguments: string;
  output: Record<string, unknown>;
  /** It came after the turn's last outcome note. */
  afterNotes: boolean;
}

/** Nobody's wish needs more characters; what follows is not read. */
const LONGEST = 4_000;
/** Older turns are forgotten. */
const MOST_TURNS = 40;

/** What people said in one go, and everything that followed until they spoke again. */
export interface Turn {
  speaker: Speaker;
  words: string;
  findings: readonly Finding[];
  notes: readonly string[];
  answers: readonly string[];
}

/** `items` without what is open now: that is no part of any turn. */
export function toTurns(items: readonly Item[]): readonly Turn[] {
  const starts = items.flatMap((item, index) =>
    item.kind === 'person' && items[index - 1]?.kind !== 'person' ? [index] : [],
  );
  return starts.map((start, index) => toTurn(items.slice(start, starts[index + 1]))).slice(-MOST_TURNS);
}

function toTurn(items: readonly Item[]): Turn {
  const people = items.filter((item) => item.kind === 'person');
  const lastNote = items.findLastIndex(({ kind }) => kind === 'note');
  return {
    speaker: people.at(-1)?.speaker ?? 'customer',
    words: people
      .map(({ words }) => words)
      .join('\n')
      .slice(0, LONGEST),
    findings: items.flatMap((item, index) => (item.kind === 'result' ? toFinding(items, item, index > lastNote) : [])),
    notes: items.flatMap((item) => (item.kind === 'note' ? [item.text] : [])),
    answers: items.flatMap((item) => (item.kind === 'assistant' ? [item.text] : [])),
  };
}

function toFinding(
  items: readonly Item[],
  result: Extract<Item, { kind: 'result' }>,
  afterNotes: boolean,
): readonly Finding[] {
  const call = items.find((item) => item.kind === 'call' && item.id === result.id);
  if (call?.kind !== 'call') return [];
  const output = toPlainRecord(result.output);
  return [{ tool: call.name, arguments: canonicalText(call.arguments), output, afterNotes }];
}
