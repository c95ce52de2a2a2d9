import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toJob } from '../../src/slack/inbound.ts';
import { toPressJob } from '../../src/slack/on-decision.ts';
import { MessageJob } from '../../src/ports/jobs.ts';
import { SELF, envelope, mention, message } from './support.ts';

const job = (data: object, over: object = {}) => ({
  id: 'msg:T1:C1:1700000000.000100',
  alias: 'event:T1:Ev1',
  key: 'T1:C1:1700000000.000100',
  kind: 'message',
  data: {
    team: 'T1',
    channel: 'C1',
    user: 'UALICE',
    ts: '1700000000.000100',
    conversation: 'T1:C1:1700000000.000100',
    text: 'where is my order?',
    files: [],
    addressed: true,
    ...data,
  },
  ...over,
});

describe('given a message for the bot', () => {
  test('when the bot is mentioned, then it starts a conversation', () => {
    expect(toJob(envelope(mention()), SELF)).toEqual(job({}));
  });

  test('when the twin event of the mention comes, then it is the same job under another alias', () => {
    expect(toJob(envelope(message(), { event_id: 'Ev2' }), SELF)).toEqual(job({}, { alias: 'event:T1:Ev2' }));
  });

  test('when it is a direct message, then no mention is needed', () => {
    const direct = message({ channel: 'D1', channel_type: 'im', text: 'hello' });

    expect(toJob(envelope(direct), SELF)).toMatchObject({
      key: 'T1:D1:1700000000.000100',
      data: { text: 'hello', addressed: true },
    });
  });

  test('when it is a reply without a mention, then it belongs to the thread and is not addressed', () => {
    const reply = message({ thread_ts: '1699999999.000001', text: 'it is ORD-12345' });

    expect(toJob(envelope(reply), SELF)).toEqual(
      job(
        { conversation: 'T1:C1:1699999999.000001', text: 'it is ORD-12345', addressed: false },
        { key: 'T1:C1:1699999999.000001' },
      ),
    );
  });

  test('when the mention carries a name, then it is one too', () => {
    expect(toJob(envelope(message({ text: 'hey <@UBOT|deskhand>' })), SELF)).toMatchObject({
      data: { addressed: true },
    });
  });

  test('when it holds escapes of Slack, then the text is what the person typed', () => {
    const typed = mention({ text: '<@UBOT> is 3 &lt; 5 &amp; true?' });

    expect(toJob(envelope(typed), SELF)).toMatchObject({ data: { text: 'is 3 < 5 & true?' } });
  });

  test('when it brings files, then their names come along', () => {
    const files = [{ name: 'mug.png' }, { title: 'Receipt' }, { file_access: 'check_file_info' }];
    const shared = message({ subtype: 'file_share', channel_type: 'im', text: '', files });

    expect(toJob(envelope(shared), SELF)).toMatchObject({
      data: { text: '', files: ['mug.png', 'Receipt', 'a file'] },
    });
  });

  test('when a reply is also sent to the channel, then it is a reply', () => {
    const broadcast = message({ subtype: 'thread_broadcast', thread_ts: '1699999999.000001' });

    expect(toJob(envelope(broadcast), SELF)).toMatchObject({ key: 'T1:C1:1699999999.000001' });
  });

  test('when it is longer than the bot reads, then it is passed on whole', () => {
    const long = mention({ text: 'x'.repeat(50_000) });

    expect(MessageJob.parse(z.object({ data: z.unknown() }).parse(toJob(envelope(long), SELF)).data).text).toHaveLength(
      50_000,
    );
  });

  test.each([
    ['the authorization names the workspace', { team_id: 'T9' }, 'T1'],
    ['an organisation installed the app', { authorizations: [{ team_id: null }], team_id: 'T9' }, 'T9'],
    ['there is no authorization', { authorizations: undefined, team_id: 'T9' }, 'T9'],
    ['nothing names it', { authorizations: [], team_id: null }, 'T1'],
  ])('when %s, then that is its team', (_, over, team) => {
    expect(toJob(envelope(mention(), over), SELF)).toMatchObject({ data: { team } });
  });
});

describe('given something that is not for the bot', () => {
  test.each([
    ['a message to the channel without a mention', message({ text: 'lunch?' }), 'not-addressed'],
    ['a mention of somebody else', message({ text: '<@UBOTTOM> hi' }), 'not-addressed'],
    ['another bot', message({ bot_id: 'B9' }), 'from-a-bot'],
    ['an app that posts for a person', mention({ app_id: 'A9' }), 'from-a-bot'],
    ['a webhook', message({ subtype: 'bot_message', user: undefined }), 'from-a-bot'],
    ['the bot itself', message({ user: 'UBOT' }), 'from-ourselves'],
    ['the bot itself, by its bot id', message({ bot_id: 'BBOT' }), 'from-ourselves'],
    ['Slackbot', message({ user: 'USLACKBOT' }), 'from-slack'],
    ['a hidden message', mention({ hidden: true }), 'hidden'],
    ['an edit', message({ subtype: 'message_changed', hidden: true }), 'edited'],
    ['a mention that an edit brought', mention({ edited: { user: 'UALICE', ts: '1700000001.000000' } }), 'edited'],
    ['a deletion that does not say of what', message({ subtype: 'message_deleted', hidden: true }), 'incomplete'],
    ['somebody joining', message({ subtype: 'channel_join' }), 'subtype'],
    ['a message to oneself', message({ subtype: 'me_message' }), 'subtype'],
    ['a reaction', { type: 'reaction_added', user: 'UALICE' }, 'unserved-event'],
    ['a message without an author', mention({ user: undefined }), 'incomplete'],
    ['a message without a time', mention({ ts: undefined }), 'incomplete'],
    ['a time that is none', mention({ ts: 'soon' }), 'incomplete'],
    ['an id that could break our own', mention({ channel: 'C1:9' }), 'incomplete'],
    ['an endless id', mention({ user: 'U'.repeat(300) }), 'incomplete'],
    ['a text that is none', mention({ text: { a: 1 } }), 'incomplete'],
    ['an event without a type', {}, 'not-an-event'],
  ])('when it is %s, then it is ignored, with the reason', (_, event, reason) => {
    expect(toJob(envelope(event), SELF)).toEqual({ kind: 'ignored', reason });
  });

  test.each([[null], [[]], ['x'], [7], [undefined], [{}], [{ event: null }], [{ type: 'app_rate_limited' }]])(
    'when the body is %j, then it is no event',
    (body) => {
      expect(toJob(body, SELF)).toEqual({ kind: 'ignored', reason: 'not-an-event' });
    },
  );
});

describe('given a message that was deleted', () => {
  const gone = (previous: object, over: object = {}) => {
    const previous_message = {
      type: 'message',
      user: 'UALICE',
      text: 'refund me',
      ts: '1700000000.000100',
      ...previous,
    };
    return envelope(
      message({
        subtype: 'message_deleted',
        hidden: true,
        user: undefined,
        text: undefined,
        ts: '1700000009.000000',
        deleted_ts: '1700000000.000100',
        previous_message,
        ...over,
      }),
    );
  };
  /** What Slack keeps in the place of a first message that has replies. */
  const tombstone = (previous: object) =>
    gone(previous, {
      subtype: 'message_changed',
      deleted_ts: undefined,
      message: {
        type: 'message',
        subtype: 'tombstone',
        user: 'USLACKBOT',
        hidden: true,
        text: 'This message was deleted.',
        ts: '1700000000.000100',
        thread_ts: '1700000000.000100',
        reply_count: 2,
      },
    });
  const deletion = (thread: string) => ({
    id: 'del:T1:C1:1700000000.000100',
    alias: 'event:T1:Ev1',
    key: `T1:C1:${thread}`,
    kind: 'deletion',
    data: { conversation: `T1:C1:${thread}`, ts: '1700000000.000100' },
  });

  test('when a person wrote it, then the bot hears which message of which thread it was', () => {
    expect(toJob(gone({}), SELF)).toEqual(deletion('1700000000.000100'));
  });

  test('when it was a reply, then it belongs to the thread', () => {
    expect(toJob(gone({ thread_ts: '1699999999.000001' }), SELF)).toEqual(deletion('1699999999.000001'));
  });

  test('when it had replies, so that Slack keeps its place, then it is deleted all the same', () => {
    expect(toJob(tombstone({ thread_ts: '1700000000.000100' }), SELF)).toEqual(deletion('1700000000.000100'));
  });

  test.each([
    ['the bot', { user: 'UBOT' }, 'from-ourselves'],
    ['the bot, by its bot id', { bot_id: 'BBOT' }, 'from-ourselves'],
    ['another bot', { bot_id: 'B9' }, 'from-a-bot'],
    ['an app without a user', { user: undefined, subtype: 'bot_message' }, 'from-a-bot'],
    ['Slack, in the place of what was deleted before', { user: 'USLACKBOT', subtype: 'tombstone' }, 'from-slack'],
    ['nobody who is named', { user: undefined }, 'incomplete'],
  ])('when %s wrote it, then it is ignored', (_, previous, reason) => {
    expect([toJob(gone(previous), SELF), toJob(tombstone(previous), SELF)]).toEqual([
      { kind: 'ignored', reason },
      { kind: 'ignored', reason },
    ]);
  });

  test.each([
    ['has no time', { deleted_ts: undefined }],
    ['has a time that is none', { deleted_ts: 'now' }],
    ['stands nowhere', { channel: undefined }],
    ['is not described', { previous_message: undefined }],
    ['is described by a text', { previous_message: 'gone' }],
  ])('when it %s, then it is ignored', (_, over) => {
    expect(toJob(gone({}, over), SELF)).toEqual({ kind: 'ignored', reason: 'incomplete' });
  });

  test('when a message was only changed, then that is no deletion', () => {
    const changed = gone({}, { subtype: 'message_changed', deleted_ts: undefined, message: { text: 'better' } });

    expect(toJob(changed, SELF)).toEqual({ kind: 'ignored', reason: 'edited' });
  });
});

const samples = `${process.env['EVAL_DATA_DIR'] ?? '../shared/evals'}/slack-payloads/inbound.jsonl`;

describe.skipIf(!existsSync(samples))(`given the recorded payloads (${samples}; skipped when it is absent)`, () => {
  const Sample = z.object({ kind: z.string(), payload: z.unknown() });
  const rows = existsSync(samples) ? readFileSync(samples, 'utf8').trim().split('\n') : [];
  const payloads = rows.map((row) => Sample.parse(JSON.parse(row)));

  test('when each is parsed as an event and as a click, then none throws', () => {
    const kinds = payloads.map(({ payload }) => [toJob(payload, SELF).kind, toPressJob(payload).kind]);

    expect(kinds).toHaveLength(265);
  });

  test('when their blanks are filled, then mentions and plain messages become jobs and nothing else does', () => {
    const filled = payloads.map(({ kind, payload }) => ({ kind, made: toJob(fill(payload), SELF).kind }));
    const made = new Set(filled.filter((row) => row.made === 'message').map((row) => row.kind));

    expect([...made].every((kind) => /^event:(app_mention|message)/.test(kind))).toBe(true);
    expect(made.has('event:app_mention')).toBe(true);
  });
});

/** Schema samples have blanks where Slack has ids and times. */
function fill(payload: unknown): unknown {
  return JSON.parse(JSON.stringify(payload), (key, value: unknown) => {
    if (value !== '') return value;
    if (/(^|_)ts$/.test(key)) return '1700000000.000100';
    return /^(user|team|channel)(_id)?$/.test(key) ? `X${key.toUpperCase()}` : value;
  });
}
