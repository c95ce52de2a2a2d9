import type { System } from '../../domain/errors.ts';

const NAMES: Record<System, string> = {
  slack: 'Slack',
  model: 'The model',
  crm: 'The customer system',
  knowledge: 'The help centre',
  orders: 'The order system',
  store: 'The memory',
};

/** A whole sentence. */
export const unreachable = (system: System): string => `${NAMES[system]} cannot be reached right now.`;
