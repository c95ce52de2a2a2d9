import { Unavailable } from '../domain/errors.ts';
import type { UserId } from '../domain/ids.ts';
import { whisper } from './blocks/whispers.ts';

const LOOK_AGAIN = 'Something went wrong on my side. If the card has not changed in a minute, please press again.';
const NO_ANSWER = 'A system that I need for this is not answering. Nothing was changed; please try again in a moment.';

/** What somebody is told whose press or form met an error: never its own text. */
export function sorryFor(error: unknown, clicker: UserId): string {
  if (!(error instanceof Unavailable)) return LOOK_AGAIN;
  return error.system === 'store' ? whisper('storage', { clicker, reference: '' }) : NO_ANSWER;
}
