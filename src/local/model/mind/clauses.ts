const CONNECTORS = String.raw`(?:(?:and|also|then|so|but|plus|oh|please|now|hi|hello|hey)[, ]+)*`;
const OPENINGS =
  `how|where|where's|what|what's|when|why|who|which|is|are|do|does|did|has|have|can|could|will|would|may|i want|i'd like|i
  would like|i need|we need|cancel|refund|change|update|close|mark|set|reopen|resolve|open|create|buy|send|check|tell|show|withdraw|get
  me|look up|find|list|give me|issue|make|place|order`
    .split('|')
    .map((opening) => opening.trim().replace(/\s+/g, String.raw`\s+`))
    .join('|');

const ASKS = new RegExp(String.raw`^\W*${CONNECTORS}(?:${OPENINGS})\b|\?\s*$`, 'i');
const BREAKS = new RegExp(
  String.raw`(?<=[.?!;])\s+|\n+|,?\s+(?:and|then|also|plus)\s+(?=${CONNECTORS}(?:${OPENINGS})\b)|,\s+(?=${CONNECTORS}(?:${OPENINGS})\b)`,
  'gi',
);

/** The message cut where a new wish may begin; joined again they are the message. */
export function clausesOf(message: string): readonly string[] {
  const ends = [...message.matchAll(BREAKS)].map((gap) => gap.index + gap[0].length);
  return [0, ...ends]
    .map((start, index) => message.slice(start, ends[index] ?? message.length))
    .filter((clause) => clause.trim() !== '');
}

/** It has the form of a question or a wish. */
export const asksSomething = (clause: string): boolean => ASKS.test(clause.replaceAll('’', "'"));
