export interface Tokens {
  bot: string;
  app: string;
  /** What the bot token may do. */
  scopes: readonly string[];
}

export const LOCAL_TOKENS: Tokens = {
  bot: 'xoxb-local',
  app: 'xapp-local',
  scopes: [
    'app_mentions:read',
    'assistant:write',
    'channels:history',
    'channels:read',
    'chat:write',
    'commands',
    'files:read',
    'groups:history',
    'groups:read',
    'im:history',
    'im:read',
    'im:write',
    'reactions:write',
    'team:read',
    'usergroups:read',
    'users:read',
    'users:read.email',
  ],
};

/** Who calls: by which kind of token, and what it may do. */
export interface Caller {
  kind: 'bot' | 'app';
  scopes: readonly string[];
}

export function callerOf(tokens: Tokens, token: string): Caller | undefined {
  if (token === tokens.bot) return { kind: 'bot', scopes: tokens.scopes };
  if (token === tokens.app) return { kind: 'app', scopes: ['connections:write'] };
  return undefined;
}
