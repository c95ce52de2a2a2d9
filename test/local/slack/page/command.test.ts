import { describe, expect, test } from 'vitest';
import { complaintAbout, isCommand } from '../../../../src/local/slack/page/command.ts';

describe('given what a person writes into the page', () => {
  test.each([
    ['/support approvals', true],
    ['/refund', true],
    ['/ 2 is half', false],
    ['1/2', false],
    ['please /support', false],
  ])('when %j is written, then whether it is a command is %s', (text, expected) => {
    expect(isCommand(text)).toBe(expected);
  });

  test.each([
    [{ ok: true, acked: true }, undefined],
    [{ ok: true, acked: false }, '/support failed: the app did not answer in time.'],
    [
      { ok: false, error: 'unknown_command' },
      '/support is not a valid command. Messages that start with “/” are taken for commands.',
    ],
    [
      { ok: false, error: 'not_in_threads' },
      '/support does not work in threads, as in Slack. Type it in the channel or in a direct message.',
    ],
    [{ ok: false, error: 'not_in_channel' }, '/support failed: not_in_channel'],
    [{ ok: false }, '/support failed: no reason given'],
  ])('when a command was answered with %j, then the person reads %j', (answer, words) => {
    expect(complaintAbout('/support approvals', answer)).toBe(words);
  });
});
