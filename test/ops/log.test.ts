import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { redaction } from '../../src/ops/log.ts';

test.each([
  ['a secret of the settings', 'the key hunter2-hunter2 was refused', 'the key [secret] was refused'],
  ['a Slack token', 'token xoxb-1-2-abc!', 'token [secret]!'],
  ['an app token', '{"token":"xapp-1-A1-abc"}', '{"token":"[secret]"}'],
  ['a rotated token', 'xoxe.xoxb-1-abc', '[secret]'],
  ['a model key', 'Incorrect API key provided: sk-proj-abcdef', 'Incorrect API key provided: [secret]'],
  ['a bearer header', '"authorization":"Bearer abc.def"', '"authorization":"[secret]"'],
  ['a socket’s ticket', 'wss://host/link?ticket=abc&app=1', 'wss://host/link?ticket=[secret]&app=1'],
  ['no secret', 'order ORD-12345 of task-4711', 'order ORD-12345 of task-4711'],
])('given a line with %s, when it is written, then nothing secret is left', (_, line, written) => {
  expect(redaction(['hunter2-hunter2'])(line)).toBe(written);
});

test('given a log with a secret in everything that is said, when it is written, then the line is there without it', () => {
  const log = resolve(import.meta.dirname, '../../src/ops/log.ts');
  const script = `const { makeLog } = await import(${JSON.stringify(log)});
    makeLog('info', ['hunter2-hunter2']).warn({ key: 'hunter2-hunter2' }, 'refused hunter2-hunter2 and xoxb-1-2-abc');`;

  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });

  expect(JSON.parse(stderr)).toMatchObject({ key: '[secret]', msg: 'refused [secret] and [secret]' });
});
