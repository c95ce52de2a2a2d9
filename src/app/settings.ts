import type { Config, Endpoint, ModelConfig } from '../config.ts';
import type { SlackConfig } from '../slack-settings.ts';

/** Everything decided: no world is missing any more. */
export interface BotSettings extends Config {
  slack: SlackConfig;
  model: ModelConfig;
  crm: Endpoint;
  knowledge: Endpoint;
  orders: Endpoint;
  approvalsChannel: string;
  /** Milliseconds in which somebody who has not finished speaking may go on; 0: nobody is waited for. */
  gatherFor: number;
}
