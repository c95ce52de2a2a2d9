import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { HOME_OPENED } from '../../src/slack/home-visit.ts';
import { SERVED_EVENTS } from '../../src/slack/inbound.ts';
import { COMMAND } from '../../src/slack/typed-command.ts';
import { SHORTCUT } from '../../src/slack/why-unroutable.ts';

/** https://docs.slack.dev/reference/app-manifest, as much of it as the bot uses; unknown keys are mistakes. */
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.literal(1) }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    agent_view: z.strictObject({
      agent_description: z.string().max(300),
      suggested_prompts: z.array(z.strictObject({ title: z.string(), message: z.string() })).max(4),
    }),
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/\S{1,31}$/),
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.boolean() }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

/** https://docs.slack.dev/reference/methods and https://docs.slack.dev/reference/events */
const SCOPES_OF_METHODS: Record<string, readonly string[]> = {
  'auth.test': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'chat.startStream': ['chat:write'],
  'chat.appendStream': ['chat:write'],
  'chat.stopStream': ['chat:write'],
  'agents.sessions.setStatus': ['chat:write'],
  'assistant.threads.setStatus': ['chat:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.history': ['channels:history', 'groups:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'users.info': ['users:read', 'users:read.email'],
  'usergroups.users.list': ['usergroups:read'],
  'views.open': [],
  'views.push': [],
  'views.publish': [],
};
const SCOPES_OF_EVENTS: Record<string, readonly string[]> = {
  app_home_opened: [],
  agent_session_stopped: [],
  app_mention: ['app_mentions:read'],
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
};

/** Files are read at their own address, which is no method. */
const SCOPES_OF_FILES = ['files:read'];

const manifest = Manifest.parse(parse(readFileSync('manifest.yml', 'utf8')));
const commands = manifest.features.slash_commands;
const { shortcuts } = manifest.features;
const events = manifest.settings.event_subscriptions.bot_events;

const sources = readdirSync('src/slack', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
const methodsInUse = new Set(
  sources.flatMap((name) =>
    [...readFileSync(`src/slack/${name}`, 'utf8').matchAll(/apiCall\(\s*'([\w.]+)'/g)].map((match) => match[1] ?? ''),
  ),
);
const sorted = (names: Iterable<string>) => [...new Set(names)].toSorted();

describe('given the manifest', () => {
  test('when an app is made from it, then it can be written to and its buttons work', () => {
    expect(manifest.display_information.name).toBe('Deskhand');
    expect(manifest.features.app_home.messages_tab_enabled).toBe(true);
    expect(manifest.features.app_home.home_tab_enabled).toBe(true);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(manifest.settings.socket_mode_enabled).toBe(true);
  });

  test('when its scopes are compared with the calls and events of the code, then none is missing and none is unused', () => {
    const ofMethods = [...methodsInUse].flatMap((method) => SCOPES_OF_METHODS[method] ?? [`? ${method}`]);
    const ofEvents = events.flatMap((event) => SCOPES_OF_EVENTS[event] ?? [`? ${event}`]);
    const ofCommands = commands.length + shortcuts.length > 0 ? ['commands'] : [];
    const ofFiles = sources.includes('read-file.ts') ? SCOPES_OF_FILES : [];

    expect(sorted(manifest.oauth_config.scopes.bot)).toEqual(
      sorted([...ofMethods, ...ofEvents, ...ofCommands, ...ofFiles]),
    );
  });

  test('when the code calls Slack, then every method is in the table and the table names no other', () => {
    expect(sorted(methodsInUse)).toEqual(sorted(Object.keys(SCOPES_OF_METHODS)));
  });

  test('when its slash commands are compared with the one the code serves, then it is that one', () => {
    expect(commands.map(({ command }) => command)).toEqual([COMMAND]);
  });

  test('when its shortcuts are compared with the one the code serves, then it is that one, of messages', () => {
    expect(shortcuts.map(({ type, callback_id }) => [type, callback_id])).toEqual([['message', SHORTCUT]]);
  });

  test('when its events are compared with those the intake serves, then they are the same types', () => {
    expect(sorted(events.map((event) => event.split('.')[0] ?? ''))).toEqual(sorted([...SERVED_EVENTS, HOME_OPENED]));
  });
});
