import type { Fact } from '../../domain/proposal.ts';
import { visibleText } from '../../domain/visible-text.ts';
import { markupText, plainText } from './block-kit.ts';
import type { Block, Mrkdwn, PlainText } from './block-kit.ts';
import { FACTS, FACTS_TEXT, FIELD_TEXT, FIELDS_PER_SECTION, SHORT_FACT } from './limits.ts';
import { markupSections, plainSections } from './pack.ts';
import { couldFormat, escape, line, plain, slackLength } from './text.ts';

export interface DrawnFacts {
  blocks: readonly Block[];
  /** How many are not shown because they cannot be shown whole. */
  omitted: number;
  /** Characters of all that are shown. */
  length: number;
}

/** `text`: characters, as Slack counts them; `facts`: how many. */
export interface FactsRoom {
  text: number;
  facts: number;
}

/** Each on a line of its own and whole or not at all: long ones in full width, then short ones two a row. */
export function drawFacts(facts: readonly Fact[], room: FactsRoom = { text: FACTS_TEXT, facts: FACTS }): DrawnFacts {
  const shown: Shown[] = [];
  let length = 0; // characters so far
  for (const fact of facts) {
    const one = draw(fact);
    const size = one.text.type === 'mrkdwn' ? one.text.text.length : slackLength(one.text.text);
    if (size > Math.min(room.text - length, FIELD_TEXT) || shown.length >= room.facts) continue;
    shown.push(one);
    length += size;
  }
  const long = shown.filter(({ isShort }) => !isShort);
  const short = shown.filter(({ isShort }) => isShort).map(({ text }) => text);
  return { blocks: [...inLines(long), ...inFields(short)], omitted: facts.length - shown.length, length };
}

interface Shown {
  text: PlainText | Mrkdwn;
  /** One thing that fits into half a line; what has several parts names a record or a person, and gets a line. */
  isShort: boolean;
}

/** A fact that formatting could change is shown as plain text, character by character. */
function draw(fact: Fact): Shown {
  const label = line(fact.label);
  const value = visible(fact.value);
  const isShort = label.length + 1 + value.length <= SHORT_FACT && !value.includes(' · ');
  const text =
    couldFormat(label) || couldFormat(value)
      ? plainText(plain(`${label}: ${value}`, Infinity))
      : markupText(`*${escape(label)}* ${escape(value)}`);
  return { text, isShort };
}

/** On one line, its breaks marked, so that no value can look like a further line of the card. */
const visible = (value: string): string => line(visibleText(value).trim().split('\n').join(' ⏎ '));

function inLines(shown: readonly Shown[]): readonly Block[] {
  const linesOf = (type: Shown['text']['type']): readonly string[] =>
    shown.flatMap(({ text }) => (text.type === type ? [text.text] : []));
  return [...markupSections(linesOf('mrkdwn')), ...plainSections(linesOf('plain_text'))];
}

function inFields(fields: readonly (PlainText | Mrkdwn)[]): readonly Block[] {
  const count = Math.ceil(fields.length / FIELDS_PER_SECTION);
  return Array.from({ length: count }, (_, index) => ({
    type: 'section',
    fields: fields.slice(index * FIELDS_PER_SECTION, (index + 1) * FIELDS_PER_SECTION),
  }));
}
