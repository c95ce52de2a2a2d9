import { webApi } from './sdk.ts';
import { StartRefused } from '../domain/errors.ts';

export type TokenSetting = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN';

/** Slack will not take this token, however often it is asked: the message names the setting and the fix. */
export class SlackRefused extends StartRefused {
  readonly setting: TokenSetting;
  constructor(setting: TokenSetting, message: string, options?: ErrorOptions) {
    super(message, options);
    this.setting = setting;
  }
}

export const tokenRefused = (setting: TokenSetting, code: string, cause: unknown): SlackRefused =>
  new SlackRefused(setting, `Slack refuses ${setting} (${code}). ${FIXES[setting]}`, { cause });

/** The refusal in an error of a Web API call, if trying again is in vain. */
export function refusalOf(error: unknown, setting: TokenSetting): SlackRefused | undefined {
  if (!(error instanceof webApi.WebAPIPlatformError)) return undefined;
  const code = error.data.error;
  return AUTH_ERRORS.includes(code) ? tokenRefused(setting, code, error) : undefined;
}

/** https://docs.slack.dev/reference/methods/auth.test#errors */
export const AUTH_ERRORS: readonly string[] = [
  'not_authed',
  'invalid_auth',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
  'missing_scope',
  'user_removed_from_team',
  'team_disabled',
  'no_permission',
  'org_login_required',
];

const FIXES: Record<TokenSetting, string> = {
  SLACK_BOT_TOKEN:
    'Set it to the Bot User OAuth Token (xoxb-…) under "OAuth & Permissions" of your Slack app; reinstall the app if its scopes changed.',
  SLACK_APP_TOKEN:
    'Set it to an App-Level Token (xapp-…) with the scope connections:write under "Basic Information" of your Slack app.',
};
