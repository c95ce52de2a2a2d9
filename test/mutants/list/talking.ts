import type { Mutant } from '../mutant.ts';

const DELIVER = 'test/deliver.test.ts';
const MESSENGER = 'test/slack/messenger.test.ts';

/** What comes from Slack and what goes there. */
export const TALKING: readonly Mutant[] = [
  {
    name: 'an event is acknowledged before it is saved',
    file: 'src/slack/intake.ts',
    find: '  const taken = await take(deps, wanted);\n  deps.onEvent?.(taken);\n  await event.ack();',
    replace: '  await event.ack();\n  const taken = await take(deps, wanted);\n  deps.onEvent?.(taken);',
    tests: ['test/slack/intake.test.ts'],
  },
  {
    name: 'a click is acknowledged before it is saved',
    file: 'src/slack/on-decision.ts',
    find: "  if (pressed.kind === 'job') await deps.engine.enqueue(pressed.job);",
    replace: "  await ack();\n  if (pressed.kind === 'job') await deps.engine.enqueue(pressed.job);",
    tests: ['test/slack/on-decision.test.ts'],
  },
  {
    name: 'both events of one mention are answered',
    file: 'src/slack/inbound.ts',
    find: 'const id = JobId.parse(`msg:${team}:${channel}:${ts}`);',
    replace: 'const id = JobId.parse(`msg:${team}:${channel}:${ts}:${event.type}`);',
    tests: ['test/slack/intake.test.ts'],
  },
  {
    name: 'a request signed in the far future is taken',
    file: 'src/slack/signed-request.ts',
    find: 'Math.abs(now - timestamp * SECOND) <= CLOCK_SKEW',
    replace: 'now - timestamp * SECOND <= CLOCK_SKEW',
    tests: ['test/slack/bolt-http.test.ts'],
  },
  {
    name: 'a message is sent again when its answer was lost',
    file: 'src/slack/client.ts',
    find: 'client(settings, { timeout: 10_000, retryConfig: { retries: 0 } });',
    replace: 'client(settings, { timeout: 10_000, retryConfig: { retries: 2, minTimeout: 10, maxTimeout: 10 } });',
    tests: [MESSENGER],
  },
  {
    name: 'a message does not carry the id it could be found by',
    file: 'src/slack/messenger.ts',
    find: 'event_payload: { id }',
    replace: 'event_payload: {}',
    tests: [MESSENGER],
  },
  {
    name: 'a message of somebody else with our id is taken for ours',
    file: 'src/slack/find-message.ts',
    find: '(message.user ?? botUserId) === botUserId;',
    replace: 'message.user !== botUserId || true;',
    tests: [MESSENGER],
  },
  {
    name: 'links are unfurled',
    file: 'src/slack/messenger.ts',
    find: 'unfurl_links: false',
    replace: 'unfurl_links: true',
    tests: [MESSENGER],
  },
  {
    name: 'what may have been posted is posted again without a look',
    file: 'src/deliver.ts',
    find: "const ref = isDoubtful ? await messenger.find(id, message).catch(() => 'unclear' as const) : undefined;",
    replace: 'const ref = (isDoubtful ? undefined : undefined) as Awaited<ReturnType<typeof messenger.find>>;',
    tests: [DELIVER],
  },
  {
    name: 'an ambiguous post is taken for one that never was',
    file: 'src/deliver.ts',
    find: "isDoubtful || posted.kind === 'ambiguous'",
    replace: 'isDoubtful',
    tests: [DELIVER],
  },
  {
    name: 'after a start nobody doubts what the last process began to say',
    file: 'src/deliver.ts',
    find: "await Promise.all(rows.filter((row) => row.state === 'waiting').map((row) => store.markSending(row.outgoing.id)));",
    replace: '',
    tests: [DELIVER],
  },
  {
    name: '<!channel> calls everybody',
    file: 'src/slack/blocks/text.ts',
    find: ".replaceAll('<', '&lt;')",
    replace: '',
    tests: ['test/slack/blocks/text.test.ts'],
  },
  {
    name: 'links lead to any host',
    file: 'src/slack/blocks/links.ts',
    find: 'allowed.has(link.host) &&',
    replace: '',
    tests: [MESSENGER],
  },
  {
    name: 'a log line holds a secret of the settings',
    file: 'src/ops/log.ts',
    find: "secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text).replace(TOKEN, '[secret]')",
    replace: "text.replace(TOKEN, '[secret]')",
    tests: ['test/ops/log.test.ts'],
  },
  {
    name: 'nothing is taken out of what is logged',
    file: 'src/ops/log.ts',
    find: 'process.stderr.write(hide(line))',
    replace: 'process.stderr.write(line)',
    tests: ['test/ops/log.test.ts'],
  },
  {
    name: 'the debug lines of Slack’s packages are logged',
    file: 'src/slack/bolt-logger.ts',
    find: 'debug: () => undefined,',
    replace: "debug: at('info'),",
    tests: ['test/slack/bolt-logger.test.ts'],
  },
];
