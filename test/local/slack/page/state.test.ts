import { describe, expect, test } from 'vitest';
import { withValues } from '../../../../src/local/slack/page/blocks/remember.ts';
import type { Message, UiEvent } from '../../../../src/local/slack/page/protocol.ts';
import { formatHash, parseHash, parsePermalink, settleRoute } from '../../../../src/local/slack/page/route.ts';
import { entriesOf, ownChannels, statusOf, topView, unreadIn } from '../../../../src/local/slack/page/selectors.ts';
import { emptyState, withEvent, withRead, withWorkspace } from '../../../../src/local/slack/page/state.ts';
import type { State } from '../../../../src/local/slack/page/state.ts';
import { threadToOpen } from '../../../../src/local/slack/page/thread-to-open.ts';
import { seed } from './stub-seed.ts';

const as = (acting: string, place: string, thread?: string): State =>
  withWorkspace(emptyState(formatHash({ acting, place, thread }), {}), { ...seed(), messages: {} });
const message = (fields: Partial<Message> & { ts: string }): Message => ({ user: 'UBOT', text: 'x', ...fields });
const posted = (channel: string, fields: Partial<Message> & { ts: string }): UiEvent => ({
  type: 'message',
  channel,
  message: message(fields),
});
const after = (state: State, ...events: readonly UiEvent[]): State => events.reduce(withEvent, state);
const timesIn = (state: State, channel: string): readonly string[] => entriesOf(state, channel).map(({ ts }) => ts);

describe('given the address bar', () => {
  test.each([
    ['names a person and a channel of theirs', 'UPRIYA', 'C_APPROVALS', 'C_APPROVALS'],
    ['names a channel the person is not in', 'UALICE', 'C_APPROVALS', 'C_SUPPORT'],
    ['names somebody else’s direct messages', 'UALICE', 'D_UBOB', 'C_SUPPORT'],
    ['names nothing that exists', 'UNOBODY', 'C_NOWHERE', 'C_SUPPORT'],
    ['names the app’s home', 'UALICE', 'home', 'home'],
  ])('when it %s, then the page goes to the nearest place that exists', (_, acting, place, expected) => {
    expect(settleRoute({ acting, place }, seed()).place).toBe(expected);
  });

  test('when a route is written and read again, then it is the same', () => {
    const route = { acting: 'UPRIYA', place: 'C_SUPPORT', thread: '1.000001' };

    expect(parseHash(formatHash(route))).toEqual(route);
  });
});

describe('given a permalink', () => {
  test.each([
    ['to a message', '/archives/C1/p1700000000000100', '', { place: 'C1', thread: '1700000000.000100' }],
    [
      'to a reply',
      '/archives/C1/p1700000009000100',
      '?thread_ts=1700000000.000100&cid=C1',
      { place: 'C1', thread: '1700000000.000100' },
    ],
    ['to nowhere', '/archives/C1', '', undefined],
  ])('when it leads %s, then it is read as a place and a thread', (_, path, search, expected) => {
    expect(parsePermalink(path, search)).toEqual(expected);
  });
});

describe('given a person in a channel', () => {
  test('when messages arrive late, change and go, then the channel shows what is true, in order', () => {
    const state = after(
      as('UALICE', 'C_SUPPORT'),
      posted('C_SUPPORT', { ts: '2.000000' }),
      posted('C_SUPPORT', { ts: '1.000000' }),
      posted('C_SUPPORT', { ts: '10.000000' }),
      { type: 'message_changed', channel: 'C_SUPPORT', message: message({ ts: '2.000000', text: 'new' }) },
      { type: 'message_deleted', channel: 'C_SUPPORT', message: message({ ts: '1.000000' }) },
    );

    expect(entriesOf(state, 'C_SUPPORT').map(({ ts, text }) => [ts, text])).toEqual([
      ['2.000000', 'new'],
      ['10.000000', 'x'],
    ]);
  });

  test('when an ephemeral message is for somebody else, then it is not there', () => {
    const whisper: UiEvent = {
      type: 'ephemeral',
      channel: 'C_SUPPORT',
      user: 'UBOB',
      message: message({ ts: '1.000000' }),
    };

    expect(timesIn(after(as('UALICE', 'C_SUPPORT'), whisper), 'C_SUPPORT')).toEqual([]);
    expect(timesIn(after(as('UBOB', 'C_SUPPORT'), whisper), 'C_SUPPORT')).toEqual(['1.000000']);
  });

  test('when they are an agent, then they see the approvals channel and only their own direct messages', () => {
    expect(ownChannels(as('UPRIYA', 'C_SUPPORT')).map(({ id }) => id)).toEqual([
      'C_SUPPORT',
      'C_GENERAL',
      'C_APPROVALS',
      'C_SHARED',
      'D_UPRIYA',
    ]);
  });

  test('when others write, then what counts as unread is new, theirs, and in a thread the person joined', () => {
    const state = after(
      as('UALICE', 'C_SUPPORT'),
      posted('C_GENERAL', { ts: '1.000000', user: 'UALICE' }),
      posted('C_GENERAL', { ts: '2.000000', thread_ts: '1.000000' }),
      posted('C_GENERAL', { ts: '3.000000', user: 'UBOB' }),
      posted('C_GENERAL', { ts: '4.000000', thread_ts: '3.000000' }),
    );

    expect(unreadIn(state, 'C_GENERAL')).toBe(2);
    expect(unreadIn(withRead(state, 'UALICE', 'C_GENERAL', '3.000000'), 'C_GENERAL')).toBe(0);
  });
});

describe('given a status under a thread', () => {
  const working = after(as('UALICE', 'C_SUPPORT'), {
    type: 'status',
    channel: 'C_SUPPORT',
    threadTs: '1.000000',
    status: 'is looking…',
  });

  test('when it is set, then it follows the name of the app', () => {
    expect(statusOf(working, 'C_SUPPORT', '1.000000')).toBe('Deskhand is looking…');
  });

  test('when the app writes there, then the status is over', () => {
    const answered = after(working, posted('C_SUPPORT', { ts: '2.000000', thread_ts: '1.000000' }));

    expect(statusOf(answered, 'C_SUPPORT', '1.000000')).toBe('');
  });

  test('when a person writes there, then the status stays', () => {
    const asked = after(working, posted('C_SUPPORT', { ts: '2.000000', thread_ts: '1.000000', user: 'UALICE' }));

    expect(statusOf(asked, 'C_SUPPORT', '1.000000')).toBe('Deskhand is looking…');
  });
});

describe('given a stack of modals', () => {
  const view = (id: string) => ({ id, blocks: [] });
  const open = (id: string): UiEvent => ({ type: 'view_opened', user: 'UPRIYA', view: view(id) });
  const stack = after(as('UPRIYA', 'C_APPROVALS'), open('V1'), open('V2'));

  test('when the top one closes, then the one below shows', () => {
    expect(topView(after(stack, { type: 'view_closed', user: 'UPRIYA', view: view('V2') }))?.id).toBe('V1');
  });

  test('when the lowest one closes, then all are gone', () => {
    expect(topView(after(stack, { type: 'view_closed', user: 'UPRIYA', view: view('V1') }))).toBeUndefined();
  });

  test('when somebody else looks, then there is none', () => {
    expect(topView({ ...stack, route: { acting: 'UTOM', place: 'C_APPROVALS' } })).toBeUndefined();
  });

  test('when a view is drawn again, then what was typed stays where the ids stay', () => {
    const input = {
      type: 'input',
      block_id: 'amount',
      element: { type: 'plain_text_input', action_id: 'value', initial_value: '48.00' },
    };
    const values = { amount: { value: { type: 'plain_text_input', value: '30.00' } } };

    expect(withValues([input, { type: 'divider' }, null], values)).toEqual([
      { ...input, element: { ...input.element, initial_value: '30.00' } },
      { type: 'divider' },
      null,
    ]);
  });
});

describe('given an answer that arrives in a thread', () => {
  const root = posted('D_UALICE', { ts: '1.000000', user: 'UALICE' });
  const answer = posted('D_UALICE', { ts: '2.000000', thread_ts: '1.000000' });

  test('when its thread is not open in the direct message, then it opens', () => {
    expect(threadToOpen(after(as('UALICE', 'D_UALICE'), root, answer), answer)).toBe('1.000000');
  });

  test('when another thread is open beside the direct message, then the first answer to what was just written opens', () => {
    const open = after(as('UALICE', 'D_UALICE', '0.500000'), root, answer);

    expect(threadToOpen(open, answer)).toBe('1.000000');
  });

  test.each([
    ['a later answer', [root, answer], posted('D_UALICE', { ts: '3.000000', thread_ts: '1.000000' })],
    ['an answer to an older message', [root, posted('D_UALICE', { ts: '1.500000', user: 'UALICE' })], answer],
  ])('when another thread is open and it is %s, then nothing moves', (_, before, event) => {
    const open = after(as('UALICE', 'D_UALICE', '0.500000'), ...before, event);

    expect(threadToOpen(open, event)).toBeUndefined();
  });

  test('when the person is elsewhere, then nothing moves', () => {
    expect(threadToOpen(after(as('UALICE', 'C_SUPPORT'), root, answer), answer)).toBeUndefined();
  });
});
