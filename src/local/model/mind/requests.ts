import { changedRecord } from './changed-record.ts';
import type { Finding, Turn } from './turns.ts';

/** Something that was asked for in this thread and is not over yet. */
export interface OpenRequest {
  id: string;
  /** `refund of $48.00 for ORD-12345`: goes behind an article. */
  subject: string;
  /** What it would change, such as `ORD-12345`; absent when that is new. */
  record?: string;
  isRefund: boolean;
  /** How it stands, in the bot's words; absent when only the thread tells of it. */
  state?: string;
}

/** The lines of the bot's note, such as `apr_x · Refund $48.00 · waiting for a colleague since 14:02 (3 minutes) · asked for ORD-12345`. */
export const requestsInNote = (note: string): readonly OpenRequest[] =>
  note.split('\n').flatMap((line) => {
    const [, id, effect, state, record] = LINE.exec(line) ?? [];
    if (!id || !effect || !state || !record) return [];
    return [{ id, record, state, subject: subjectOf(effect, record), isRefund: /^refund\b/i.test(effect) }];
  });

const LINE = /^\W*(apr_\w+) · (.+?) · (.+) · asked for (.+?)\s*$/;

const SUBJECTS: readonly (readonly [RegExp, (rest: string, record: string) => string])[] = [
  [/^refund (.+)$/i, (sum, record) => `refund of ${sum} for ${record}`],
  [/^cancel\b.*$/i, (_, record) => `cancellation of ${record}`],
  [/^change address\b.*$/i, (_, record) => `new address for ${record}`],
  [/^place (.+)$/i, (order) => order],
  [/^open ticket\b.*$/i, () => 'new ticket'],
  [/^(?:set|add)\b.*$/i, (_, record) => `change of ${record}`],
];

function subjectOf(effect: string, record: string): string {
  const found = SUBJECTS.flatMap(([pattern, wording]) => {
    const match = pattern.exec(effect);
    return match ? [wording(match[1] ?? '', record)] : [];
  });
  return found[0] ?? `request “${effect}” for ${record}`;
}

/** What the thread itself tells: asked for, and no word since of how it ended. */
export const requestsInThread = (turns: readonly Turn[]): readonly OpenRequest[] =>
  askedIn(turns).flatMap(({ id, finding, note }) => (note === undefined ? [openRequest(id, finding)] : []));

export interface AskedRequest {
  id: string;
  finding: Finding;
  /** The last that was noted about it. */
  note?: string;
}

/** Oldest first, with what became of each. One that was taken back or replaced counts as over. */
export function askedIn(turns: readonly Turn[]): readonly AskedRequest[] {
  const notes = turns.flatMap(({ notes: said, findings }) => [...said, ...findings.flatMap(endsIn)]);
  const asked = turns.flatMap(({ findings }) => findings.filter(isWaiting));
  return asked.map((finding) => {
    const id = String(finding.output['approval']);
    const note = lastNote(notes, id);
    return { id, finding, ...(note !== undefined && { note }) };
  });
}

/** A request that a colleague changed or opened again goes on under another id. */
function lastNote(notes: readonly string[], id: string): string | undefined {
  const note = notes.findLast((text) => text.includes(id));
  const next = /\bThat is request (apr_\w+)/.exec(note ?? '')?.[1];
  return next === undefined || next === id ? note : lastNote(notes, next);
}

const isWaiting = ({ output }: Finding): boolean =>
  output['approval'] !== undefined && (output['status'] === 'waiting' || output['status'] === 'confirmation');

function endsIn({ output }: Finding): readonly string[] {
  const taken = output['status'] === 'withdrawn' ? [`withdrawn ${String(output['approval'])}`] : [];
  const replaced = output['replaces'] === undefined ? [] : [`withdrawn ${JSON.stringify(output['replaces'])}`];
  return [...taken, ...replaced];
}

const KINDS: Record<string, string> = {
  refund_order: 'refund for',
  cancel_order: 'cancellation of',
  change_address: 'new address for',
  update_ticket: 'change of',
};

function openRequest(id: string, { tool, arguments: text }: Finding): OpenRequest {
  const record = changedRecord({ name: tool, arguments: text });
  const kind = KINDS[tool];
  const subject = kind && record ? `${kind} ${record}` : tool === 'open_ticket' ? 'new ticket' : 'order';
  return { id, subject, isRefund: tool === 'refund_order', ...(record !== undefined && { record }) };
}
