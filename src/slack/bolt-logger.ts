import { LogLevel } from './sdk.ts';
import type { Logger } from '@slack/bolt';
import type { Log } from '../ports/log.ts';

const LINE_LENGTH = 300;
const SECRET = /\bx(?:ox[a-z]|app)[-.][\w.-]+|\b(?:ticket|token)=[^\s&"]+|https:\/\/hooks\.slack\.com\/\S+/g;

/** What Slack's packages say, without their debug lines: those hold whole payloads. */
export function boltLogger(log: Log): Logger {
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (...parts: readonly unknown[]) =>
      log[level]({ source: 'slack-sdk' }, asLine(parts));
  return {
    debug: () => undefined,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    getLevel: () => LogLevel.INFO,
    setLevel: () => undefined,
    setName: () => undefined,
  };
}

const asLine = (parts: readonly unknown[]): string =>
  parts
    .map((part) => (part instanceof Error ? part.message : typeof part === 'string' ? part : ''))
    .join(' ')
    .replace(SECRET, '[secret]')
    .slice(0, LINE_LENGTH);
