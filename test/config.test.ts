import { describe, expect, test } from 'vitest';
import { readConfig, secretsOf } from '../src/config.ts';
import { DEFAULT_LIMITS } from '../src/domain/budget.ts';
import { DEFAULT_POLICY } from '../src/domain/policy.ts';
import { HOUR } from '../src/domain/time.ts';
import type { Environment } from '../src/settings.ts';

const read = (env: Environment) =>
  readConfig(env, { writable: () => undefined, policy: () => ({ policy: DEFAULT_POLICY }) });

function mistakesOf(env: Environment): readonly string[] {
  const result = read(env);
  return 'mistakes' in result ? result.mistakes : [];
}
function configOf(env: Environment) {
  const result = read(env);
  if ('mistakes' in result) throw new Error(result.mistakes.join('\n'));
  return result;
}

const BOT = 'xoxb-1111-2222-canary';
const APP = 'xapp-1-A111-2222-canary';
const SLACK = { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, APPROVALS_CHANNEL: 'C0123456789', LEADS: 'S0123456789' };
const WORLDS = {
  ...SLACK,
  OPENAI_API_KEY: 'sk-canary-canary',
  CRM_URL: 'https://crm.example.com',
  CRM_TOKEN: 'crm-canary',
  KB_URL: 'https://kb.example.com',
  ORDERS_URL: 'https://orders.example.com/api',
};

describe('given limits', () => {
  test('when some are set, then the others keep their default, and 0 lifts one', () => {
    const { config } = configOf({ TURNS_PER_MINUTE: '0', THREAD_TOKENS: '1000', DAY_TURNS: '9' });

    expect(config.limits).toEqual({
      ...DEFAULT_LIMITS,
      turnsPerMinute: 0,
      thread: { ...DEFAULT_LIMITS.thread, tokens: 1_000 },
      day: { ...DEFAULT_LIMITS.day, turns: 9 },
    });
  });
});

describe('given no settings', () => {
  test('when they are read, then every world is to be played locally', () => {
    expect(configOf({})).toEqual({
      config: {
        slack: undefined,
        approvalsChannel: undefined,
        staff: { agents: [], leads: [], admins: [] },
        model: undefined,
        crm: undefined,
        knowledge: undefined,
        orders: undefined,
        policy: DEFAULT_POLICY,
        decideWithin: 2 * HOUR,
        dataDir: './data',
        port: 3000,
        healthPort: undefined,
        limits: DEFAULT_LIMITS,
        logLevel: 'info',
        crashAt: undefined,
      },
      warnings: [],
    });
  });

  test('when each is there but empty, as in a file with NAME=, then it counts as absent', () => {
    const names = [
      ...Object.keys(WORLDS),
      'SLACK_API_URL',
      'PORT',
      'DATA_DIR',
      'DECIDE_WITHIN',
      'BUSINESS_HOURS',
      'LOG_LEVEL',
      'NODE_ENV',
    ];

    expect(configOf(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(configOf({}));
  });
});

describe('given a Slack of one’s own', () => {
  test('when there is an app token, then it is Socket Mode', () => {
    expect(configOf(SLACK).config.slack).toEqual({
      botToken: BOT,
      apiUrl: 'https://slack.com/api/',
      mode: { kind: 'socket', appToken: APP },
    });
  });

  test('when there is a signing secret instead, then it is HTTP mode on PORT', () => {
    const signingSecret = '0123456789abcdef0123456789abcdef';
    const env = { ...SLACK, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: signingSecret, PORT: '8080' };

    expect(configOf(env)).toMatchObject({
      config: { slack: { mode: { kind: 'http', signingSecret, port: 8080 } } },
      warnings: [],
    });
  });

  test('when HTTP mode has an empty PORT, then it is 3000', () => {
    const env = { ...SLACK, SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef', PORT: '' };

    expect(configOf(env).config.slack?.mode).toMatchObject({ port: 3000 });
  });

  test.each([
    [
      'a signing secret is not 32 hex digits',
      { SLACK_APP_TOKEN: '', SLACK_SIGNING_SECRET: 'local-secret' },
      'SLACK_SIGNING_SECRET does not look like one',
    ],
    [
      'both modes are set',
      { SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' },
      'SLACK_SIGNING_SECRET is not used',
    ],
    ['nobody is a lead', { LEADS: '', AGENTS: 'U0123456789' }, 'LEADS is empty'],
    ['a model is named without a key', { OPENAI_MODEL: 'gpt-5' }, 'OPENAI_MODEL is not used'],
    ['a token of the company has no address', { ORDERS_TOKEN: 'orders-canary' }, 'ORDERS_TOKEN is not used'],
  ])('when %s, then that is a warning and the bot starts', (_, change, warning) => {
    expect(configOf({ ...SLACK, ...change }).warnings).toEqual([expect.stringContaining(warning)]);
  });
});

describe('given one mistake', () => {
  const SWAPPED = 'The two Slack tokens look swapped.';
  test.each([
    [
      'an app token for the bot',
      { SLACK_BOT_TOKEN: APP },
      ['SLACK_BOT_TOKEN starts with xapp-, not with xoxb-', SWAPPED],
    ],
    [
      'a bot token for the app',
      { SLACK_APP_TOKEN: BOT },
      ['SLACK_APP_TOKEN starts with xoxb-, not with xapp-', SWAPPED],
    ],
    ['a user token', { SLACK_BOT_TOKEN: 'xoxp-1111-canary' }, ['SLACK_BOT_TOKEN starts with xoxp-', 'user token']],
    ['a token that is rotated', { SLACK_BOT_TOKEN: 'xoxe.xoxb-1-canary' }, ['starts with xoxe.', 'token rotation']],
    [
      'a token in quotes',
      { SLACK_BOT_TOKEN: `"${BOT}"` },
      ['SLACK_BOT_TOKEN holds white space, quotes or a line break'],
    ],
    ['a token with a line break', { SLACK_APP_TOKEN: `${APP}\r\n` }, ['SLACK_APP_TOKEN holds white space']],
    ['a token with a space inside', { SLACK_BOT_TOKEN: 'xoxb-1111 2222' }, ['SLACK_BOT_TOKEN holds white space']],
    ['no bot token', { SLACK_BOT_TOKEN: '' }, ['SLACK_BOT_TOKEN is missing', 'OAuth & Permissions']],
    [
      'neither app token nor signing secret',
      { SLACK_APP_TOKEN: '' },
      ['SLACK_APP_TOKEN is missing', 'SLACK_SIGNING_SECRET'],
    ],
    ['no approvals channel', { APPROVALS_CHANNEL: '' }, ['APPROVALS_CHANNEL is missing', 'internal channel']],
    [
      'a channel’s name for its id',
      { APPROVALS_CHANNEL: '#approvals' },
      ['APPROVALS_CHANNEL is no channel id (#appr…)'],
    ],
    ['a direct message for approvals', { APPROVALS_CHANNEL: 'D0123456789' }, ['APPROVALS_CHANNEL is no channel id']],
    [
      'a channel’s name for the audit',
      { AUDIT_CHANNEL: '#audit' },
      ['AUDIT_CHANNEL is no channel id (#audi…)', 'Set the id (C…)'],
    ],
    [
      'a limit that is no number',
      { TURNS_PER_MINUTE: 'six' },
      ['TURNS_PER_MINUTE is not a whole number (six)', '0 for no limit'],
    ],
    ['a limit below nothing', { DAY_TOKENS: '-1' }, ['DAY_TOKENS is not a whole number']],
    ['days that are none', { RETAIN_DAYS: '30d' }, ['RETAIN_DAYS is not a number of days (30d)', 'from 1 to 3650']],
    ['eleven years', { RETAIN_DAYS: '4015' }, ['RETAIN_DAYS is not a number of days']],
    ['no approver', { LEADS: '' }, ['AGENTS and LEADS are both empty', 'Name at least one']],
    ['only admins as approvers', { ADMINS: 'S0123456789' }, ['ADMINS holds everybody of AGENTS and LEADS']],
    ['a name for a user id', { AGENTS: 'priya' }, ['AGENTS holds what is no Slack id (priya)']],
    [
      'a foreign address for Slack',
      { SLACK_API_URL: 'https://slack.example.com/api/' },
      ['SLACK_API_URL is neither Slack nor this machine'],
    ],
    [
      'an address that only begins like loopback',
      { SLACK_API_URL: 'http://127.0.0.1.example.com/' },
      ['SLACK_API_URL is neither'],
    ],
    ['an address without a scheme', { ORDERS_URL: 'orders.example.com' }, ['ORDERS_URL is not a web address (order…)']],
    ['another scheme', { OPENAI_BASE_URL: 'file:///etc/passwd' }, ['OPENAI_BASE_URL is not a web address']],
    ['a fragment', { OPENAI_BASE_URL: 'https://a.example/v1?v=1#x' }, ['OPENAI_BASE_URL holds a fragment']],
    [
      'a password in an address',
      { CRM_URL: 'https://me:canary@crm.example.com' },
      ['CRM_URL holds a user name or a password'],
    ],
    [
      'a query in an address',
      { KB_URL: 'https://kb.example.com/?token=canary' },
      ['KB_URL holds a query or a fragment'],
    ],
    ['a Slack token for the model’s key', { OPENAI_API_KEY: BOT }, ['OPENAI_API_KEY starts with xoxb-']],
    ['an unknown API of the model', { OPENAI_API: 'assistants' }, ['OPENAI_API is assis…', 'responses, chat']],
    ['a port out of range', { PORT: '65536' }, ['PORT is not a port (65536)']],
    ['a port in words', { HEALTH_PORT: 'http' }, ['HEALTH_PORT is not a port (http)']],
    ['one port for two servers', { PORT: '9090', HEALTH_PORT: '9090' }, ['HEALTH_PORT is the same as PORT']],
    [
      'a time span without a unit',
      { DECIDE_WITHIN: '30' },
      ['DECIDE_WITHIN is not a time span (30)', '45s, 30m or 2h'],
    ],
    ['a time span of nothing', { DECIDE_WITHIN: '0m' }, ['DECIDE_WITHIN is not a time span']],
    [
      'an unknown time zone',
      { BUSINESS_HOURS: 'Mon-Fri 09:00-17:00 Mars/Olympus' },
      ['BUSINESS_HOURS holds an unknown time zone (Mars/…)', 'Set an IANA name'],
    ],
    ['an unknown log level', { LOG_LEVEL: 'verbose' }, ['LOG_LEVEL is verbo…', 'debug, info, warn, error, silent']],
    ['a data folder in quotes', { DATA_DIR: '"./data"' }, ['DATA_DIR holds white space, quotes']],
    ['something that is no crash point', { CRASH_AT: 'soon' }, ['CRASH_AT is no crash point']],
  ])('when it is %s, then it alone is named, with its fix', (_, change, parts) => {
    const mistakes = mistakesOf({ ...SLACK, ...change });

    expect(mistakes).toHaveLength(1);
    for (const part of parts) expect(mistakes[0]).toContain(part);
  });

  test.each([
    ['only the address of Slack', { SLACK_API_URL: 'http://127.0.0.1:1/api/' }],
    ['only the signing secret', { SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' }],
    ['an app token beside an empty bot token', { SLACK_BOT_TOKEN: '', SLACK_APP_TOKEN: APP }],
  ])('when %s is set, then what is missing for Slack is named', (_, env) => {
    expect(mistakesOf(env).map((line) => line.split(' ')[0])).toEqual(
      expect.arrayContaining(['SLACK_BOT_TOKEN', 'APPROVALS_CHANNEL', 'AGENTS']),
    );
  });

  test('when the data folder cannot be written and the policy does not fit, then the disk’s words are told', () => {
    const disk = {
      writable: () => 'permission denied',
      policy: () => ({ problems: ['line 1: is wrong', 'line 2: too'] }),
    };
    const result = readConfig({ POLICY_FILE: './policy.yml', DATA_DIR: '/root/x' }, disk);

    expect(result).toEqual({
      mistakes: [
        'POLICY_FILE line 1: is wrong. Mend the file, or leave the setting out for the default policy.',
        'POLICY_FILE line 2: too. Mend the file, or leave the setting out for the default policy.',
        'DATA_DIR cannot be written (permission denied). Set a folder that this user may create files in.',
      ],
    });
  });
});

describe('given many mistakes', () => {
  const env = {
    SLACK_BOT_TOKEN: APP,
    SLACK_APP_TOKEN: BOT,
    SLACK_API_URL: 'xoxb-9999-canary',
    APPROVALS_CHANNEL: 'xoxb-9999-canary',
    AGENTS: 'xoxb-9999-canary',
    ORDERS_URL: 'sk-9999-canary',
    PORT: 'sk-9999-canary',
    LOG_LEVEL: 'sk-9999-canary',
  };

  test('when they are read, then all are named at once', () => {
    expect(mistakesOf(env).map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'SLACK_API_URL',
      'APPROVALS_CHANNEL',
      'AGENTS',
      'ORDERS_URL',
      'LOG_LEVEL',
    ]);
  });

  test('when they are told, then no value is shown beyond its first five characters', () => {
    expect(mistakesOf(env).join('\n')).not.toMatch(/9999|1111|canary/);
  });
});

describe('given NODE_ENV=production', () => {
  test('when every world is configured, then the bot starts', () => {
    expect(configOf({ ...WORLDS, NODE_ENV: 'production' }).config).toEqual(configOf(WORLDS).config);
  });

  test('when none is, then each one’s settings are named at once', () => {
    expect(mistakesOf({ NODE_ENV: 'production' }).map((line) => line.split(' ')[0])).toEqual([
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'APPROVALS_CHANNEL',
      'AGENTS',
      'OPENAI_API_KEY',
      'CRM_URL',
      'KB_URL',
      'ORDERS_URL',
      'NODE_ENV',
    ]);
  });

  test('when one is missing, then it is named', () => {
    expect(mistakesOf({ ...WORLDS, ORDERS_URL: '', NODE_ENV: 'production' })).toEqual([
      'ORDERS_URL is missing. Set the address of your own system.',
      'NODE_ENV is production, which refuses the local stand-ins. Set what is missing, or leave it out.',
    ]);
  });
});

test('given business hours, when they are read, then they are kept; without them there are none', () => {
  expect(configOf({ BUSINESS_HOURS: 'Mon-Fri 09:00-17:00 Europe/Vienna' }).config.businessHours).toEqual({
    days: [1, 2, 3, 4, 5],
    from: 540,
    until: 1_020,
    zone: 'Europe/Vienna',
  });
  expect('businessHours' in configOf({}).config).toBe(false);
});

test('given a configuration, when its secrets are asked for, then all of them are named', () => {
  expect(secretsOf(configOf(WORLDS).config)).toEqual([BOT, APP, 'sk-canary-canary', 'crm-canary']);
});
