import { fieldsOf, stringOf } from './json.ts';

const READ = 'local-slack/read';
const ACTING = 'local-slack/acting';
const WELCOME = 'local-slack/welcome';

/** What this browser remembers between visits. */
export function loadRead(): Record<string, string> {
  const saved = localStorage.getItem(READ);
  const entries = Object.entries(fieldsOf(saved === null ? {} : JSON.parse(saved)));
  return Object.fromEntries(entries.map(([key, ts]) => [key, stringOf(ts)]));
}

export const saveRead = (read: Record<string, string>): void => localStorage.setItem(READ, JSON.stringify(read));

/** A permalink does not say who follows it: whoever was acting last. */
export const lastActing = (): string => localStorage.getItem(ACTING) ?? '';

export const saveActing = (acting: string): void => localStorage.setItem(ACTING, acting);

export const isWelcomeDismissed = (): boolean => localStorage.getItem(WELCOME) !== null;

export const dismissWelcome = (): void => localStorage.setItem(WELCOME, 'dismissed');
