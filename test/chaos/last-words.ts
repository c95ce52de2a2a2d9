import type { Finding } from './judge.ts';
import type { Toll } from './lives.ts';

/** Only a kill, or a Slack that does not answer its start, may end the bot. */
export const lastWords = ({ ended }: Toll): readonly Finding[] =>
  ended.map((about) => ({ what: 'the bot ended by itself', about }));
