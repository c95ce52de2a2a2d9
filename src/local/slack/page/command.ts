import type { CommandAnswer } from './protocol.ts';

/** As in Slack, whatever begins with a slash is a command and nobody else sees it. */
export const isCommand = (text: string): boolean => /^\/\S/.test(text);

/** Why nothing came of a command; undefined: the app has it. */
export function complaintAbout(
  text: string,
  { ok, acked, error = 'no reason given' }: CommandAnswer,
): string | undefined {
  if (ok && acked !== false) return undefined;
  const why = ok ? 'failed: the app did not answer in time.' : (REASONS.get(error) ?? `failed: ${error}`);
  return `${text.split(/\s/, 1)[0] ?? ''} ${why}`;
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['unknown_command', 'is not a valid command. Messages that start with “/” are taken for commands.'],
  ['not_in_threads', 'does not work in threads, as in Slack. Type it in the channel or in a direct message.'],
  ['unreadable_response', "failed: the app's answer cannot be shown."],
]);
