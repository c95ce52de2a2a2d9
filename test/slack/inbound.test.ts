import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toJob } from '../../src/slack/inbound.ts';
import { toPressJob } from '../../src/slack/on-decision.ts';
import { DeletionJob, EditJob, MessageJob, StopJob } from '../../src/ports/jobs.ts';
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

describe('given a message that was changed', () => {
  const TS = '1700000000.000100';
  const before = { type: 'message', user: 'UALICE', text: 'refund <@UBOT> me', ts: TS };
  const after = { ...before, text: 'refund the &lt;mug&gt;', edited: { user: 'UALICE', ts: '1700000009.000000' } };
  const changed = (now: object = {}, was: object = {}, over: object = {}) =>
    envelope({
      type: 'message',
      subtype: 'message_changed',
      hidden: true,
      channel: 'C1',
      channel_type: 'channel',
      ts: '1700000009.000100',
      message: { ...after, ...now },
      previous_message: { ...before, ...was },
      ...over,
    });
  const edit = (data: object = {}, over: object = {}) => ({
    id: `edit:T1:C1:${TS}:1700000009.000000`,
    alias: 'event:T1:Ev1',
    key: `T1:C1:${TS}`,
    kind: 'edit',
    data: {
      team: 'T1',
      channel: 'C1',
      user: 'UALICE',
      ts: TS,
      conversation: `T1:C1:${TS}`,
      text: 'refund the <mug>',
      files: [],
      ...data,
    },
    ...over,
  });

  test('when a person wrote it for the bot, then the bot hears how it reads now', () => {
    expect(toJob(changed(), SELF)).toEqual(edit());
  });

  test('when it stands in a thread, then it belongs to the thread', () => {
    const thread_ts = '1699999999.000001';

    expect(toJob(changed({ thread_ts, text: 'b' }, { thread_ts, text: 'a' }), SELF)).toEqual(
      edit({ conversation: `T1:C1:${thread_ts}`, text: 'b' }, { key: `T1:C1:${thread_ts}` }),
    );
  });

  test('when it is a direct message, then no mention is needed', () => {
    const direct = changed({ text: 'b' }, { text: 'a' }, { channel: 'D1', channel_type: 'im' });

    expect(toJob(direct, SELF)).toMatchObject({ kind: 'edit', key: `T1:D1:${TS}` });
  });

  test('when Slack does not say when it was changed, then the moment of the event names the change', () => {
    expect(toJob(changed({ edited: undefined }), SELF)).toMatchObject({ id: `edit:T1:C1:${TS}:1700000009.000100` });
  });

  test.each([
    ['Slack only adds a preview', { text: before.text, edited: undefined, attachments: [{}] }, {}, 'edited'],
    ['only the mention changes', { text: 'a <@UBOT>' }, { text: '<@UBOT> a' }, 'edited'],
    ['it was never for the bot', { text: 'b' }, { text: 'a' }, 'edited'],
    ['the bot wrote it', { user: 'UBOT' }, {}, 'from-ourselves'],
    ['another bot wrote it', { bot_id: 'B9' }, {}, 'from-a-bot'],
    ['an app that streams wrote it', { subtype: 'bot_message', user: undefined }, {}, 'from-a-bot'],
    ['Slack wrote it', { user: 'USLACKBOT' }, {}, 'from-slack'],
    ['it tells of somebody joining', { subtype: 'channel_join' }, {}, 'subtype'],
    ['nobody is named', { user: undefined }, {}, 'incomplete'],
    ['its time is none', { ts: 'soon' }, {}, 'incomplete'],
    ['the time of the change is none', { edited: { ts: 'late' } }, {}, 'incomplete'],
    ['its text is none', { text: 7 }, {}, 'edited'],
  ])('when %s, then it is ignored', (_, now, was, reason) => {
    expect(toJob(changed(now, was), SELF)).toEqual({ kind: 'ignored', reason });
  });
});

describe('given files with a message', () => {
  const file = (over: object = {}) => ({
    name: 'log.txt',
    mimetype: 'text/plain',
    size: 120,
    url_private: 'https://files.slack.com/files-pri/T1-F1/log.txt',
    ...over,
  });
  const readableOf = (over: object) =>
    z
      .object({ data: MessageJob })
      .parse(toJob(envelope(mention({ files: [file(over)] })), SELF))
      .data.readable?.map(({ name, size }) => `${name} ${size}`);

  test('when it is a text, then it says where it can be read', () => {
    expect(toJob(envelope(mention({ files: [file()] })), SELF)).toMatchObject({
      data: {
        files: ['log.txt'],
        readable: [{ name: 'log.txt', url: 'https://files.slack.com/files-pri/T1-F1/log.txt', size: 120 }],
      },
    });
  });

  test.each<[string, object, string]>([
    ['JSON', { mimetype: 'application/json', name: 'data' }, 'data 120'],
    ['a table by its name', { mimetype: 'application/octet-stream', name: 'orders.CSV' }, 'orders.CSV 120'],
    ['as large as may be', { size: 100_000 }, 'log.txt 100000'],
    ['on this machine', { url_private: 'http://127.0.0.1:3000/files/F1' }, 'log.txt 120'],
  ])('when it is %s, then it can be read', (_, over, readable) => {
    expect(readableOf(over)).toEqual([readable]);
  });

  test.each([
    ['a picture', { mimetype: 'image/png', name: 'mug.png' }],
    ['too large', { size: 100_001 }],
    ['empty', { size: 0 }],
    ['of no known size', { size: 'big' }],
    ['of another company', { file_access: 'check_file_info' }],
    ['nowhere', { url_private: undefined }],
    ['at an address that is none', { url_private: 'files' }],
    ['at an address that is not secret', { url_private: 'http://files.slack.com/x' }],
    ['a page', { mimetype: 'text/html', name: 'page' }],
  ])('when it is %s, then it is named and not readable', (_, over) => {
    expect(readableOf(over)).toBeUndefined();
  });

  test('when the channel is shared with another company, then that is said', () => {
    expect(toJob(envelope(mention(), { is_ext_shared_channel: true }), SELF)).toEqual(job({ shared: true }));
    expect(toJob(envelope(mention(), { is_ext_shared_channel: false }), SELF)).toEqual(job({}));
  });
});

describe('given somebody who presses Stop', () => {
  const stopped = (over: object = {}) =>
    envelope({
      type: 'agent_session_stopped',
      channel: 'D1',
      user: 'UALICE',
      thread_ts: '1700000000.000100',
      streaming_message_ts: ['1700000001.000000'],
      event_ts: '1700000002.000000',
      ...over,
    });

  test('when the bot works in their thread, then it hears who stopped it where', () => {
    expect(toJob(stopped(), SELF)).toEqual({
      id: 'stop:T1:D1:1700000000.000100:1700000002.000000',
      alias: 'event:T1:Ev1',
      key: 'T1:D1:1700000000.000100',
      kind: 'stop',
      data: { conversation: 'T1:D1:1700000000.000100', user: 'UALICE' },
    });
  });

  test.each([['thread_ts'], ['channel'], ['user'], ['event_ts']])('when %s is missing, then it is ignored', (field) => {
    expect(toJob(stopped({ [field]: undefined }), SELF)).toEqual({ kind: 'ignored', reason: 'incomplete' });
  });
});

describe('given events of any shape', () => {
  const KEYS = ['user', 'text', 'ts', 'thread_ts', 'subtype', 'edited', 'files', 'channel', 'message', 'bot_id'];
  const odd = fc.oneof(
    fc.constantFrom<unknown>(null, undefined, 7, true, '', 'UBOT', '1700000000.000100', '__proto__', [], [null], {}),
    fc.dictionary(fc.constantFrom('ts', 'name', 'size', 'url_private', 'mimetype', 'text'), fc.anything()),
    fc.string({ unit: 'binary' }),
  );
  const part = fc.dictionary(fc.constantFrom(...KEYS), odd);
  const shape = fc.record({
    type: fc.constantFrom('message', 'app_mention', 'agent_session_stopped', 'app_home_opened'),
    subtype: fc.constantFrom<unknown>(undefined, 'message_changed', 'message_deleted', 'file_share', 7),
    before: part,
    now: part,
    over: part,
  });

  test('when they come in, then none throws, and what becomes a job is whole', () => {
    const property = fc.property(shape, ({ type, subtype, before, now, over }) => {
      const previous = { ...mention(), ...before };
      const event = {
        ...mention(),
        type,
        subtype,
        message: { ...previous, ...now },
        previous_message: previous,
        ...over,
      };
      const made = toJob(envelope(event), SELF);
      if (made.kind === 'message') MessageJob.parse(made.data);
      if (made.kind === 'edit') EditJob.parse(made.data);
      if (made.kind === 'stop') StopJob.parse(made.data);
      if (made.kind === 'deletion') DeletionJob.parse(made.data);
    });

    fc.assert(property, { numRuns: 200 });
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
