import { BEGIN_WITHIN } from '../../../domain/execution.ts';
import type { Hold } from '../../../domain/hold.ts';
import { section } from '../block-kit.ts';
import type { Block } from '../block-kit.ts';
import { dayAndClock, mention } from '../slack-tokens.ts';
import { spanWords } from './span.ts';

/** It does not wait for ever: facts that were approved grow old. */
const AT_MOST = `${spanWords(BEGIN_WITHIN)} at most`;
export const WHILE_PAUSED = `You can still decide; what is approved waits until an admin resumes them, ${AT_MOST}.`;
/** Admins decide nothing: they resume. */
const FOR_ADMIN = `What is approved waits until you or another admin type \`/support resume\`, ${AT_MOST}.`;

/** Why nothing is carried out at the moment, and what its reader can do meanwhile. */
export const holdBanner = (holds: readonly Hold[], reader: 'colleague' | 'admin' = 'colleague'): readonly Block[] =>
  [...new Map(holds.map((hold) => [hold.kind, hold])).values()].map((hold) => section(`⛔ ${holdWords(hold, reader)}`));

function holdWords(hold: Hold, reader: 'colleague' | 'admin'): string {
  switch (hold.kind) {
    case 'paused':
      return `*Executions have been paused* by ${mention(hold.slackUser)} since ${dayAndClock(hold.at)}. ${reader === 'admin' ? FOR_ADMIN : WHILE_PAUSED}`;
    case 'restored':
      return `*This copy is being checked.* It was taken ${dayAndClock(hold.takenAt)} and restored ${dayAndClock(hold.at)}. Nothing is carried out until the company was asked about everything that is open.`;
  }
}
