import type { Item } from '../../domain/conversation.ts';
import { visibleText } from '../../domain/visible-text.ts';
import { INTAKE_LENGTH } from '../../ports/intake.ts';
import type { IntakeDraft, IntakeSource } from '../../ports/intake.ts';
import { cut } from '../../tools/fields.ts';
import type { Standing } from './standing.ts';

/** Begins with the message it was opened from, or with what the person said last in that thread. */
export function intakeDraft({ opens, about, items }: Standing, { text, author }: IntakeSource): IntakeDraft {
  const words = visibleText(text ?? lastSaid(items, about)).trim();
  const [first = ''] = words.split('\n');
  const isQuoted = author !== undefined && author !== about && words !== '';
  return {
    opens,
    subject: cut(first.trim(), INTAKE_LENGTH.subject),
    details: cut(isQuoted ? `Quoted from somebody else's message: “${words}”` : words, INTAKE_LENGTH.details),
  };
}

function lastSaid(items: readonly Item[], user: string): string {
  const last = items.findLast(
    (item) => (item.kind === 'person' || item.kind === 'edited') && item.by.user === user && !item.redacted,
  );
  return last?.kind === 'person' || last?.kind === 'edited' ? last.text : '';
}
