import { pino } from 'pino';
import type { Logger } from 'pino';

/** JSON lines on standard error. Secrets never get here by construction; the redaction is a second belt. */
export function makeLog(level: string, secrets: readonly string[]): Logger {
  const hide = redaction(secrets);
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => void process.stderr.write(hide(line)) },
  );
}

/** Anything in the shape of a key, whether or not it is one of ours. */
const TOKEN = /\b(?:xox[a-z]-|xoxe\.|xapp-|sk-)[\w.-]{4,}|\bBearer [\w.~+/=-]+|(?<=[?&]ticket=)[^&"\s]+/g;

/** Takes the given secrets, and what looks like one, out of a text. */
export function redaction(secrets: readonly string[]): (text: string) => string {
  return (text) =>
    secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text).replace(TOKEN, '[secret]');
}
