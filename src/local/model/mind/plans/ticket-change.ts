const STATUSES = ['Open', 'Pending', 'Resolved', 'Closed'];
const PRIORITIES = ['Low', 'Medium', 'High'];
const VERBS: readonly (readonly [RegExp, string])[] = [
  [/\bre-?open\b/i, 'Open'],
  [/\bresolved?\b/i, 'Resolved'],
  [/\bclosed?\b/i, 'Closed'],
];

export type TicketChange =
  | { kind: 'change'; status?: string; priority?: string; note?: string }
  | { kind: 'question'; text: (ticket: string) => string };

/** What should become of the ticket. A status it cannot have is answered with those it can have. */
export function ticketChange(words: string, allowed: readonly string[]): TicketChange {
  const statuses = allowed.length > 0 ? allowed : STATUSES;
  const note = /\bnote\b[^:]*:\s*(.+)$/is.exec(words)?.[1]?.trim();
  if (note) return { kind: 'change', note };
  const priority = priorityIn(words);
  const status = statusIn(words, statuses);
  if (priority) return { kind: 'change', priority, ...(status && { status }) };
  return status ? { kind: 'change', status } : askForStatus(words, statuses);
}

/** A later line is the answer to a question, so a bare status is enough there. */
function statusIn(words: string, statuses: readonly string[]): string | undefined {
  const [message = '', ...answers] = words.split('\n');
  const answered = answers.map((line) => pick(wordsOf(line), statuses)).findLast((status) => status !== undefined);
  if (answered) return answered;
  const targets = targetsIn(message);
  const named = pick(targets, statuses) ?? verbStatus(message, statuses);
  return named ?? (targets.some((word) => !NO_STATUS.test(word)) ? undefined : pick(wordsOf(message), statuses));
}

function askForStatus(words: string, statuses: readonly string[]): TicketChange {
  const unknown = targetsIn(words).find((word) => !NO_STATUS.test(word));
  return ask(statuses, unknown ? `“${unknown}” isn't a status a ticket can have.` : '');
}

const wordsOf = (text: string): readonly string[] => text.match(/\w+/g) ?? [];

/** What stands after "to" or "as". */
const targetsIn = (text: string): readonly string[] => [...text.matchAll(TARGET)].flatMap((match) => match[1] ?? []);

const TARGET = /\b(?:to|as|on|into)\s+["'*“]?([A-Za-z][\w-]*)/gi;
const NO_STATUS = /^(?:tkt.*|my|the|a|an|it|its|this|that|ticket|high|medium|low|urgent|soon|well|me|you|us|status)$/i;

function priorityIn(words: string): string | undefined {
  if (/\burgent\b/i.test(words)) return 'High';
  if (!/\bpriority\b/i.test(words)) return undefined;
  return pick(wordsOf(words), PRIORITIES) ?? (/\b(?:raise|increase|higher)\b/i.test(words) ? 'High' : undefined);
}

function verbStatus(words: string, statuses: readonly string[]): string | undefined {
  const meant = VERBS.find(([pattern]) => pattern.test(words))?.[1];
  return meant === undefined ? undefined : pick([meant], statuses);
}

const pick = (words: readonly string[], allowed: readonly string[]): string | undefined =>
  allowed.find((value) => words.some((word) => word.toLowerCase() === value.toLowerCase()));

const ask = (statuses: readonly string[], problem: string): TicketChange => ({
  kind: 'question',
  text: (ticket) =>
    `${problem} Which status should **${ticket}** get: ${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1)}?`.trim(),
});
