import type { Statement } from '../../domain/approval.ts';
import type { Replacement } from '../../domain/ledger.ts';
import { PHRASE_TEXT, ROW_PHRASE_TEXT } from './limits.ts';
import { clock, mention } from './slack-tokens.ts';
import { mrkdwn } from './text.ts';

/** How much room a status has: characters of each foreign sentence, and how many changed facts. */
export interface Brevity {
  phrase: number;
  changes: number;
}
export const WHOLE: Brevity = { phrase: PHRASE_TEXT, changes: 6 };
/** Within a row of several. */
export const BRIEF: Brevity = { phrase: ROW_PHRASE_TEXT, changes: 2 };

/** Foreign words inside a sentence of ours: without a full stop of their own. */
export const phrase = (text: string, limit: number = PHRASE_TEXT): string =>
  mrkdwn(text.replace(/[.\s]{1,20}$/, ''), limit);

/** ` “…”`, or nothing for no words. */
export const inQuotes = (text: string | undefined, limit: number): string =>
  text === undefined || text.trim() === '' ? '' : ` “${phrase(text, limit)}”`;

/** `<@U1> said at 14:40 that it was done “seen in the books”.` */
export const statementWords = ({ verdict, slackUser, at, note }: Statement, limit: number): string =>
  `${mention(slackUser)} said at ${clock(at)} that it was ${verdict === 'done' ? 'done' : 'not done'}${inQuotes(note, limit)}.`;

/** `version 2, apr_… (Refund $30.00)` */
export const versionWords = ({ id, edition, effect }: Replacement): string =>
  `version ${edition}, ${id} (${phrase(effect)})`;
