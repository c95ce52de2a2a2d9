import type { Approval } from '../../domain/approval.ts';
import type { Reminder } from '../../domain/ledger.ts';
import { section } from './block-kit.ts';
import type { Drawn } from './block-kit.ts';
import { clock, ring, withoutDates } from './slack-tokens.ts';

/** In the thread of a card that still waits; the last one calls the leads, by their user groups' or their own ids. */
export function nudge({ expiresAt }: Approval, stage: Reminder['stage'], leads: readonly string[]): Drawn {
  const words = wordsOf(stage, leads, clock(expiresAt));
  return { text: withoutDates(words), blocks: [section(words)] };
}

/** More than anybody needs to be called by. */
const MOST_CALLED = 10;

function wordsOf(stage: Reminder['stage'], leads: readonly string[], by: string): string {
  switch (stage) {
    case 'half':
      return `Still needs a decision by ${by}.`;
    case 'last': {
      const called = leads.flatMap((id) => ring(id) ?? []).slice(0, MOST_CALLED);
      return called.length === 0
        ? `Last call: this still needs a decision by ${by}.`
        : `${called.join(' ')} this still needs a decision by ${by}.`;
    }
  }
}
