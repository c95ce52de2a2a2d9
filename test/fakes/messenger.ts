import { Unavailable } from '../../src/domain/errors.ts';
import { ChannelId, MessageTs, OutgoingId, threadOf } from '../../src/domain/ids.ts';
import type { MessageRef } from '../../src/domain/outgoing.ts';
import type { Draft, Message, Messenger, Posted } from '../../src/ports/messenger.ts';

const CARDS = ChannelId.parse('CARDS');

/** A message that people can read now. */
export interface Read {
  id: OutgoingId;
  ref: MessageRef;
  message: Message;
  /** A reply as far as it is written: half a message. */
  isDraft: boolean;
}

interface Whisper {
  user: string;
  text: string;
}

/** How the next posts or updates end; `lost`: it was posted, and the answer never came. */
type Turnout = 'posted' | 'lost' | 'ambiguous' | 'refused' | { later: number };

/** How the next draft begins; `lost`: it stands there, and the answer never came; `unclear`: it does not, and nobody knows. */
type Beginning = 'shown' | 'not-now' | 'lost' | 'unclear';

export interface FakeMessenger extends Messenger {
  read: readonly Read[];
  whispers: readonly Whisper[];
  statuses: readonly string[];
  /** Every call in order: `post reply`, `update card`, `find reply`. */
  said: readonly string[];
  /** For the next calls, one each; then all are posted again. */
  next(...turnouts: readonly Turnout[]): void;
  /** For the next drafts, one each; then all are shown again. */
  nextDrafts(...beginnings: readonly Beginning[]): void;
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
  const beginnings: Beginning[] = [];
  const state = { lookUpsAreDown: false, written: 0 };

  const place = (message: Message): ChannelId => {
    if (message.kind === 'reply') return threadOf(message.conversation).channel;
    return message.kind === 'confirmation' ? threadOf(message.approval.conversation).channel : CARDS;
  };
  const write = (id: OutgoingId | undefined, message: Message): Read => {
    const ts = MessageTs.parse(`1800000000.${String(state.written).padStart(6, '0')}`);
    const ref = { channel: place(message), ts };
    state.written += 1;
    const written = { id: id ?? OutgoingId.parse(`draft:${ts}`), ref, message, isDraft: id === undefined };
    read.push(written);
    return written;
  };
  const erase = (ref: MessageRef): boolean => {
    const at = read.findIndex((one) => one.ref.ts === ref.ts);
    if (at >= 0) read.splice(at, 1);
    return at >= 0;
  };
  const toDraft = (written: Read): Draft => ({
    ref: written.ref,
    show: (markdown, links) => {
      if (written.isDraft && written.message.kind === 'reply')
        Object.assign(written, { message: { ...written.message, markdown, links } });
    },
  });
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
    nextDrafts: (...more) => void beginnings.push(...more),
    lookUpsAreDown: (down) => void (state.lookUpsAreDown = down),
    erase: (ref) => void erase(ref),
    post: async (id, message) => {
      said.push(`post ${message.kind}`);
      return turnOut(turnouts.shift() ?? 'posted', () => write(id, message).ref);
    },
    update: async (ref, message) => {
      said.push(`update ${message.kind}`);
      return turnOut(turnouts.shift() ?? 'posted', () => {
        const shown = read.find((one) => one.ref.ts === ref.ts);
        if (shown) Object.assign(shown, { message, isDraft: false });
        return shown?.ref;
      });
    },
    find: async (id, message) => {
      said.push(`find ${message.kind}`);
      if (state.lookUpsAreDown) throw new Unavailable('slack');
      return read.find((one) => one.id === id)?.ref;
    },
    openDraft: async (conversation, _, markdown) => {
      said.push('open draft');
      const beginning = beginnings.shift() ?? 'shown';
      if (beginning === 'not-now') return undefined;
      if (beginning === 'unclear') throw new Unavailable('slack');
      const written = write(undefined, { kind: 'reply', conversation, markdown, links: [] });
      if (beginning === 'lost') throw new Unavailable('slack');
      return toDraft(written);
    },
    findDraft: async (conversation) => {
      said.push('find draft');
      if (state.lookUpsAreDown) throw new Unavailable('slack');
      return read.find(
        ({ isDraft, message }) => isDraft && message.kind === 'reply' && message.conversation === conversation,
      )?.ref;
    },
    remove: async (ref) => {
      said.push('remove');
      return turnOut(turnouts.shift() ?? 'posted', () => {
        erase(ref);
        return ref;
      });
    },
    readFile: async () => undefined,
    setStatus: async (_, status) => void statuses.push(status),
    whisper: async ({ user }, text) => void whispers.push({ user, text }),
  };
}

/** What stands in threads: `reply …`, `draft …` while it is written; and among the cards: `card pending`, `hand-off …`. */
export const textOf = ({ message, isDraft }: Read): string => {
  switch (message.kind) {
    case 'reply':
      return `${isDraft ? 'draft' : 'reply'} ${message.markdown}`;
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
