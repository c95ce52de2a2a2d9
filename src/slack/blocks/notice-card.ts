import type { Notice } from '../../domain/outgoing.ts';
import { section } from './block-kit.ts';
import type { Drawn } from './block-kit.ts';
import { WHILE_PAUSED } from './home/hold-banner.ts';
import { dayAndClock, mention, withoutDates } from './slack-tokens.ts';

/** For every colleague: why nothing is carried out, or that it goes on. */
export function noticeCard(notice: Notice): Drawn {
  const words = wordsOf(notice);
  return { text: withoutDates(words), blocks: [section(words)] };
}

function wordsOf(notice: Notice): string {
  const at = dayAndClock(notice.at);
  switch (notice.kind) {
    case 'paused':
      return `*Executions are paused* by ${mention(notice.by)}, ${at}. ${WHILE_PAUSED}`;
    case 'resumed':
      return `*Executions go on*, resumed by ${mention(notice.by)}, ${at}. What waits is carried out now, once its facts were checked again.`;
    case 'restored':
      return `*Deskhand was set back to a copy* of ${dayAndClock(notice.takenAt)}. What was asked and decided after that is not known here. Nothing is carried out until the company was asked what became of everything that was open.`;
    case 'reconciled':
      return `*The copy was checked*, ${at}. ${recovered(notice.recovered)} Requests that were made after the copy are gone; please ask for them again.`;
  }
}

function recovered(count: number): string {
  if (count === 0) return 'Nothing that was open in it had been carried out.';
  return count === 1
    ? 'One open request had been carried out, and its card says so.'
    : `${count} open requests had been carried out, and their cards say so.`;
}
