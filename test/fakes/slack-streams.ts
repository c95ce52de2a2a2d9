/** What Slack would show of a message that was streamed. */
interface Streamed {
  text: string;
  state: 'in_progress' | 'completed' | 'errored';
  /** Metadata and, once it was redrawn, its blocks. */
  extra: Record<string, unknown>;
}

export interface FakeStreams {
  /** What people read there; undefined: nothing stands there. */
  read(ts: string): Omit<Streamed, 'extra'> | undefined;
  /** The person presses stop, or Slack ends it after some minutes. */
  end(ts: string): void;
  /** As `conversations.replies` shows them. */
  messages(): readonly Record<string, unknown>[];
  /** Undefined: the call has nothing to do with streams. */
  answer(method: string, args: Record<string, unknown>): Record<string, unknown> | undefined;
}

/** As much of streaming as the edge uses. https://docs.slack.dev/reference/methods/chat.startStream */
export function fakeStreams(): FakeStreams {
  const streams = new Map<string, Streamed>();
  const start = (args: Record<string, unknown>) => {
    const ts = `1700000100.00000${streams.size + 1}`;
    streams.set(ts, { text: words(args), state: 'in_progress', extra: {} });
    return { channel: args['channel'], ts };
  };
  const change = (method: string, stream: Streamed, args: Record<string, unknown>) => {
    const isOpen = stream.state === 'in_progress';
    const { metadata, blocks } = args;
    if (method === 'chat.appendStream' || method === 'chat.stopStream') {
      if (!isOpen) return { error: 'message_not_in_streaming_state' };
      const text = stream.text + words(args);
      if (text === '') return { error: 'no_text' };
      const isOver = method === 'chat.stopStream';
      Object.assign(stream, { text, ...(isOver ? { state: 'completed', extra: { metadata } } : {}) });
      return { channel: args['channel'], ts: args['ts'] };
    }
    if (isOpen) return { error: 'streaming_state_conflict' };
    if (method === 'chat.delete') streams.delete(String(args['ts']));
    else Object.assign(stream, { text: textOf(blocks), extra: { metadata, blocks } });
    return { channel: args['channel'], ts: args['ts'] };
  };
  return {
    read: (ts) => {
      const found = streams.get(ts);
      return found && { text: found.text, state: found.state };
    },
    end: (ts) => void Object.assign(streams.get(ts) ?? {}, { state: 'errored' }),
    messages: () =>
      [...streams].map(([ts, { state, extra }]) => ({ ts, user: 'UBOT', streaming_state: state, ...extra })),
    answer: (method, args) => {
      if (method === 'chat.startStream') return start(args);
      if (!CHANGING.includes(method)) return undefined;
      const stream = streams.get(String(args['ts']));
      if (stream) return change(method, stream, args);
      return method === 'chat.update' ? undefined : { error: 'message_not_found' };
    },
  };
}

const CHANGING = ['chat.appendStream', 'chat.stopStream', 'chat.update', 'chat.delete'];

const words = ({ markdown_text: text }: Record<string, unknown>): string => (typeof text === 'string' ? text : '');

const textOf = (blocks: unknown): string =>
  (Array.isArray(blocks) ? blocks : [])
    .map((block: { text?: unknown }) => words({ markdown_text: block.text }))
    .join('\n');
