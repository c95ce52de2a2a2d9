import { describe, expect, test } from 'vitest';
import type { BusinessHours } from '../../src/domain/business-hours.ts';
import { deadlineAfter, LONGEST_PAUSE, nextDue, pause, remind, resume } from '../../src/domain/deadline.ts';
import type { Question } from '../../src/domain/ledger.ts';
import { DAY, HOUR, MINUTE } from '../../src/domain/time.ts';
import { NOON, pending, priya } from '../fakes/approvals.ts';

/** `NOON` is a Friday. */
const OFFICE: BusinessHours = { days: [1, 2, 3, 4, 5], from: 9 * 60, until: 17 * 60, zone: 'UTC' };
const MONDAY_NINE = NOON + 3 * DAY - 3 * HOUR;

const half = { stage: 'half', at: NOON + HOUR } as const;
const last = { stage: 'last', at: NOON + 96 * MINUTE } as const;
const running = pending({ expiresAt: NOON + 2 * HOUR, reminders: [half, last] });

const question = (text: string): Question => ({ text, by: priya.person, slackUser: priya.slackUser, at: NOON });

describe('given some time to decide', () => {
  test('when no hours are set, then it ends by the clock on the wall, with a reminder at a half and at four fifths', () => {
    expect(deadlineAfter(NOON, 2 * HOUR)).toEqual({ expiresAt: NOON + 2 * HOUR, reminders: [half, last] });
  });

  test('when hours are set, then nights and weekends do not count', () => {
    expect(deadlineAfter(NOON, 10 * HOUR, OFFICE)).toEqual({
      expiresAt: MONDAY_NINE + 5 * HOUR,
      reminders: [
        { stage: 'half', at: NOON + 5 * HOUR },
        { stage: 'last', at: MONDAY_NINE + 3 * HOUR },
      ],
    });
  });

  test('when only some reminders are owed, then only those are set', () => {
    expect(deadlineAfter(NOON, 2 * HOUR, undefined, ['last']).reminders).toEqual([last]);
  });
});

describe('given a pending request', () => {
  test.each([
    ['both reminders are owed', running, half.at],
    ['one is owed', pending({ ...running, reminders: [last] }), last.at],
    ['none is owed', pending({ ...running, reminders: [] }), running.expiresAt],
  ] as const)('when %s, then the soonest thing is due next', (_, approval, at) => {
    expect(nextDue(approval)).toBe(at);
  });

  test.each([
    ['nothing is due yet', half.at - 1, undefined],
    ['half of the time is over', half.at, { stage: 'half', left: [last] }],
    ['both are overdue', last.at, { stage: 'last', left: [] }],
    ['its time is up', running.expiresAt, undefined],
  ] as const)('when %s, then at most one reminder is sent', (_, now, sent) => {
    const expected = sent && { stage: sent.stage, to: { ...running, version: 2, reminders: sent.left } };

    expect(remind(running, now)).toEqual(expected);
  });

  test('when a reminder was sent, then it is not sent again', () => {
    const sent = remind(running, half.at);

    expect(sent && remind(sent.to, half.at)).toBeUndefined();
  });
});

describe('given a question to the requester', () => {
  const asked = pause(running, question('A photo?'), NOON + 30 * MINUTE);

  test('when it is asked, then the clock stands with what is left, and nobody is reminded', () => {
    expect(asked).toEqual({
      ...running,
      version: 2,
      questions: [question('A photo?')],
      reminders: [],
      paused: { since: NOON + 30 * MINUTE, left: 90 * MINUTE, stages: ['half', 'last'] },
      expiresAt: NOON + 30 * MINUTE + LONGEST_PAUSE + 90 * MINUTE,
    });
    expect(remind(asked, NOON + 5 * HOUR)).toBeUndefined();
  });

  test('when another is asked, then the clock stands as it did', () => {
    const again = pause(asked, question('Of the box, too?'), NOON + HOUR);

    expect(again).toEqual({ ...asked, version: 3, questions: [question('A photo?'), question('Of the box, too?')] });
  });

  test('when the requester answers, then the clock runs on with what was left', () => {
    const answered = resume(asked, 'here', NOON + 3 * HOUR);

    const from = NOON + 3 * HOUR;
    expect(answered).toEqual({
      ...running,
      version: 3,
      questions: [{ ...question('A photo?'), answer: 'here' }],
      expiresAt: from + 90 * MINUTE,
      reminders: [
        { stage: 'half', at: from + 45 * MINUTE },
        { stage: 'last', at: from + 72 * MINUTE },
      ],
    });
  });

  test('when one reminder was sent before, then only the other comes after the answer', () => {
    const reminded = pending({ ...running, reminders: [last] });

    const answered = resume(pause(reminded, question('A photo?'), half.at), 'here', NOON + 3 * HOUR);

    expect(answered.reminders).toEqual([{ stage: 'last', at: NOON + 3 * HOUR + 48 * MINUTE }]);
  });

  test('when one answer comes to two questions, then it answers both, and earlier answers stand', () => {
    const before = pending({ ...running, questions: [{ ...question('Which box?'), answer: 'the blue one' }] });
    const two = pause(pause(before, question('A photo?'), NOON), question('Its size?'), NOON);

    expect(resume(two, 'here', NOON).questions.map(({ answer }) => answer)).toEqual(['the blue one', 'here', 'here']);
  });

  test('when the requester writes again, then that is added to the answer, and the clock runs on as it does', () => {
    const answered = resume(pause(running, question('A photo?'), NOON), 'any news?', NOON);
    const again = resume(answered, 'the photo is in the mail', NOON + HOUR);

    expect(again.questions.map(({ answer }) => answer)).toEqual(['any news? … the photo is in the mail']);
    expect(again.expiresAt).toBe(answered.expiresAt);
  });

  test('when nothing was asked, then an answer changes nothing', () => {
    expect(resume(running, 'hello', NOON)).toBe(running);
  });

  test('when the answer comes after the longest pause, then the time that ran since is gone', () => {
    const since = NOON + 30 * MINUTE;

    expect(resume(asked, 'here', since + LONGEST_PAUSE).expiresAt).toBe(since + LONGEST_PAUSE + 90 * MINUTE);
    expect(resume(asked, 'here', since + LONGEST_PAUSE + HOUR).expiresAt).toBe(since + LONGEST_PAUSE + 90 * MINUTE);
  });
});

describe('given a request whose time has run out without anybody saying so', () => {
  const over = pending({ ...running, expiresAt: NOON });

  test.each([undefined, OFFICE])('when its requester is asked something, then it stays over', (hours) => {
    const asked = pause(over, question('A photo?'), NOON, hours);

    expect(asked).toEqual({ ...over, version: 2, questions: [question('A photo?')] });
  });

  test.each([undefined, OFFICE])('when its requester answers too late, then it stays over', (hours) => {
    const asked = pause(running, question('A photo?'), NOON, hours);

    const answered = resume(asked, 'here', asked.expiresAt + 20 * HOUR, hours);

    expect(answered).toMatchObject({ status: 'pending', expiresAt: asked.expiresAt, reminders: [] });
    expect(answered.questions).toEqual([{ ...question('A photo?'), answer: 'here' }]);
    expect(answered.paused).toBeUndefined();
  });
});

test('given office hours, when a question stands over the weekend, then only working time is left and runs on', () => {
  const friday = pending({ ...deadlineAfter(NOON, 6 * HOUR, OFFICE) });
  const asked = pause(friday, question('A photo?'), NOON + 4 * HOUR, OFFICE);

  expect(asked.paused?.left).toBe(2 * HOUR);
  expect(asked.expiresAt).toBe(MONDAY_NINE + 2 * HOUR);
  expect(resume(asked, 'here', NOON + 4 * HOUR + 30 * MINUTE, OFFICE).expiresAt).toBe(MONDAY_NINE + 90 * MINUTE);
});
