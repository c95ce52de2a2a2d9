/** What Slack sends when somebody presses a button that their screen still shows, although the card has changed since. */
export function stalePress({ value, ts, user }: { value: string; ts: string; user: string }): Record<string, unknown> {
  const at = String(Date.now() / 1_000);
  return {
    type: 'block_actions',
    user: { id: user, username: user, name: user, team_id: 'T_LOCAL' },
    team: { id: 'T_LOCAL', domain: 'deskhand-local' },
    enterprise: null,
    is_enterprise_install: false,
    api_app_id: 'A_LOCAL',
    token: 'local-verification-token',
    trigger_id: `stale.${at}.${user}`,
    container: { type: 'message', message_ts: ts, channel_id: 'C_APPROVALS', is_ephemeral: false },
    channel: { id: 'C_APPROVALS', name: 'approvals' },
    message: { type: 'message', ts },
    state: { values: {} },
    actions: [{ action_id: 'approve_request', block_id: 'stale', type: 'button', value, action_ts: at }],
  };
}
