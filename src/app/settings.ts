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
}
