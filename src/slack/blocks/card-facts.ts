import type { Fact } from '../../domain/approval.ts';
import { markupText, plainText } from './block-kit.ts';
import type { FieldsBlock, Mrkdwn, PlainText } from './block-kit.ts';
import { FACTS, FACTS_TEXT, FIELD_TEXT, FIELDS_PER_SECTION } from './limits.ts';
import { clean, escape, line, plain } from './text.ts';

export interface DrawnFacts {
  blocks: FieldsBlock[];
  /** How many are not shown because they cannot be shown whole. */
  omitted: number;
}

/** Two a row, in order, each on a line of its own and whole or not at all. */
export function drawFacts(facts: readonly Fact[]): DrawnFacts {
  const fields: (PlainText | Mrkdwn)[] = [];
  let room = FACTS_TEXT; // characters left
  for (const fact of facts) {
    const field = draw(fact);
    if (field.text.length > Math.min(room, FIELD_TEXT) || fields.length === FACTS) continue;
    fields.push(field);
    room -= field.text.length;
  }
  return { blocks: inSections(fields), omitted: facts.length - fields.length };
}

/** What mrkdwn would read as formatting or as an emoji, so that the text would not be seen as it is. */
const FORMATTING = /[*~`]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|:[a-z_+-][\w+-]*:|^>/iu;

/** A fact that formatting could change is shown as plain text, character by character. */
function draw(fact: Fact): PlainText | Mrkdwn {
  const label = line(fact.label);
  const value = visible(fact.value);
  return FORMATTING.test(label) || FORMATTING.test(value)
    ? plainText(plain(`${label}: ${value}`, Infinity))
    : markupText(`*${escape(label)}* ${escape(value)}`);
}

/** On one line, its breaks marked, so that no value can look like a further line of the card. */
const visible = (value: string): string => line(clean(value).trim().split('\n').join(' ⏎ '));

function inSections(fields: readonly (PlainText | Mrkdwn)[]): FieldsBlock[] {
  const count = Math.ceil(fields.length / FIELDS_PER_SECTION);
  return Array.from({ length: count }, (_, index) => ({
    type: 'section',
    fields: fields.slice(index * FIELDS_PER_SECTION, (index + 1) * FIELDS_PER_SECTION),
  }));
}
