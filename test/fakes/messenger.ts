import { Unavailable } from '../../src/domain/errors.ts';
import { ChannelId, MessageTs, threadOf } from '../../src/domain/ids.ts';
import type { OutgoingId } from '../../src/domain/ids.ts';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import type { Message, Messenger, Posted } from '../../src/ports/messenger.ts';

const CARDS = ChannelId.parse('CARDS');

/** A message that people can read now. */
export interface Read {
  id: OutgoingId;
  ref: MessageRef;
  message: Message;
}

interface Whisper {
  user: string;
  text: string;
}

/** How the next posts or updates end; `lost`: it was posted, and the answer never came. */
type Turnout = 'posted' | 'lost' | 'ambiguous' | 'refused' | { later: number };

export interface FakeMessenger extends Messenger {
  read: readonly Read[];
  whispers: readonly Whisper[];
  statuses: readonly string[];
  /** Every call in order: `post reply`, `update card`, `find reply`. */
  said: readonly string[];
  /** For the next calls, one each; then all are posted again. */
  next(...turnouts: readonly Turnout[]): void;
  lookUpsAreDown(down: boolean): void;
  /** Somebody deletes a message. */
  erase(ref: MessageRef): void;
}

/** A Slack of one process: what was posted can be read, whoever lost the answer. */
export function fakeMessenger(): FakeMessenger {
  const read: Read[] = [];
  const whispers: Whisper[] = [];
  const statuses: string[] = [];
  const said: string[] = [];
  const turnouts: Turnout[] = [];
  const state = { lookUpsAreDown: false, written: 0 };

  const place = (message: Message): ChannelId => {
    if (message.kind === 'reply') return threadOf(message.conversation).channel;
    return message.kind === 'confirmation' ? threadOf(message.approval.conversation).channel : CARDS;
  };
  const write = (id: OutgoingId, message: Message): MessageRef => {
    const ts = MessageTs.parse(`1800000000.${String(state.written).padStart(6, '0')}`);
    const ref = { channel: place(message), ts };
    state.written += 1;
    read.push({ id, ref, message });
    return ref;
  };
  const turnOut = (turnout: Turnout, effect: () => MessageRef | undefined): Posted => {
    if (turnout === 'ambiguous') return { kind: 'ambiguous', why: 'no answer' };
    if (turnout === 'refused') return { kind: 'refused', why: 'channel_not_found' };
    if (typeof turnout === 'object') return { kind: 'later', after: turnout.later, why: 'ratelimited' };
    const ref = effect();
    if (!ref) return { kind: 'refused', why: 'message_not_found' };
    return turnout === 'lost' ? { kind: 'ambiguous', why: 'no answer' } : { kind: 'posted', ref };
  };
  return {
    read,
    whispers,
    statuses,
    said,
    next: (...more) => void turnouts.push(...more),
    lookUpsAreDown: (down) => void (state.lookUpsAreDown = down),
    erase: (ref) =>
      void read.splice(
        read.findIndex((one) => one.ref.ts === ref.ts),
        1,
      ),
    post: async (id, message) => {
      said.push(`post ${message.kind}`);
      return turnOut(turnouts.shift() ?? 'posted', () => write(id, message));
    },
    update: async (ref, message) => {
      said.push(`update ${message.kind}`);
      return turnOut(turnouts.shift() ?? 'posted', () => {
        const shown = read.find((one) => one.ref.ts === ref.ts);
        if (shown) shown.message = message;
        return shown?.ref;
      });
    },
    find: async (id, message) => {
      said.push(`find ${message.kind}`);
      if (state.lookUpsAreDown) throw new Unavailable('slack');
      return read.find((one) => one.id === id)?.ref;
    },
    setStatus: async (_, status) => void statuses.push(status),
    whisper: async ({ user }, text) => void whispers.push({ user, text }),
  };
}

/** What stands in threads: `reply …`; and among the cards: `card pending`, `hand-off …`. */
export const textOf = ({ message }: Read): string => {
  switch (message.kind) {
    case 'reply':
      return `reply ${message.markdown}`;
    case 'card':
      return `card ${message.rows.map(({ status }) => status).join(', ')}`;
    case 'confirmation':
      return `confirmation ${message.approval.status}`;
    case 'nudge':
      return `nudge ${message.stage}`;
    case 'notice':
      return `notice ${message.notice.kind}`;
    case 'hand-off':
      return `hand-off ${message.handOff.wants}`;
  }
};
