import type { ChannelId } from '../domain/ids.ts';

/** Remembers what Slack will not do, so that it is not asked again while the process runs. */
export interface Latch {
  isOff(channel: ChannelId): boolean;
  /** Of what Slack answered; other codes mean nothing to it. */
  learn(code: string, channel: ChannelId): void;
}

interface LatchSettings {
  everywhere: readonly string[];
  /** Said of a channel, and true of all for which `like` has the same name. */
  here: readonly string[];
  like: (channel: ChannelId) => string;
}

const MOST = 500;

/** The app, its token or its workspace does not have it. https://docs.slack.dev/reference/methods/chat.startStream#errors */
export const NOT_SUPPORTED: readonly string[] = [
  'unknown_method',
  'method_deprecated',
  'feature_not_enabled',
  'feature_disabled',
  'not_agent_app',
  'not_allowed_token_type',
  'missing_scope',
];

export function latch({ everywhere, here, like }: LatchSettings): Latch {
  const off = { everywhere: false, here: new Set<string>() };
  return {
    isOff: (channel) => off.everywhere || off.here.has(like(channel)),
    learn: (code, channel) => {
      if (everywhere.includes(code)) off.everywhere = true;
      if (!here.includes(code)) return;
      if (off.here.size >= MOST) off.here.clear();
      off.here.add(like(channel));
    },
  };
}
