import { StartRefused, Unavailable } from '../domain/errors.ts';
import type { System } from '../domain/errors.ts';

/** EX_CONFIG of sysexits.h: starting again without a change is of no use. */
export const BAD_CONFIG = 78;

export interface Failure {
  code: number;
  /** For the person who started it. */
  message: string;
}

/** Why the bot cannot start or go on: in words, never a stack trace. */
export const startFailure = (error: unknown): Failure => ({
  code: error instanceof StartRefused ? BAD_CONFIG : 1,
  message: `Deskhand cannot run: ${messageOf(error)}`,
});

function messageOf(error: unknown): string {
  if (error instanceof Unavailable) return `${OUTAGES[error.system]}${causeOf(error)}`;
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error && error.code === 'EADDRINUSE')) return error.message;
  const port = 'port' in error ? ` ${String(error.port)}` : '';
  return `port${port} is taken by another program. Set PORT or HEALTH_PORT to a free one.`;
}

const OUTAGES: Record<System, string> = {
  slack: 'Slack does not answer. Check the network of this machine (and SLACK_API_URL, if it is set) and start again.',
  model: 'the model does not answer.',
  crm: 'the customer system does not answer.',
  knowledge: 'the help articles’ system does not answer.',
  orders: 'the order system does not answer.',
  store: 'the database in DATA_DIR cannot be read or written.',
};

const causeOf = ({ cause }: Error): string => (cause instanceof Error ? ` (${cause.message})` : '');
