import { Unavailable } from '../domain/errors.ts';
import { threadOf } from '../domain/ids.ts';
import type { ConversationId } from '../domain/ids.ts';
import type { MessageRef } from '../domain/outgoing.ts';
import type { Instant } from '../domain/time.ts';
import { MINUTE } from '../domain/time.ts';
import type { Log } from '../ports/log.ts';
import type { Draft, Messenger, Posted } from '../ports/messenger.ts';
import type { SlackClient } from './client.ts';
import { draftWords, firstWords } from './draft-words.ts';
import { finished } from './find-message.ts';
import { latch, NOT_SUPPORTED } from './latch.ts';
import { say } from './say.ts';
import { growingStream } from './stream.ts';
import type { Stream, StreamDeps } from './stream.ts';

export interface DraftsDeps extends StreamDeps {
  posting: SlackClient;
  updating: SlackClient;
  /** As for replies. */
  allowedHosts: readonly string[];
  log: Log;
}

export interface Drafts {
  open: Messenger['openDraft'];
  /**
   * Ends a draft of this process, so that it reads as `text` when it can; absent: as it stands. Undefined: nothing is being
   * written there by this process any more, and it does not read so.
   */
  end(ref: MessageRef, text?: string): Promise<Posted | undefined>;
}

/** Slack takes about twenty a minute. https://docs.slack.dev/reference/methods/chat.startStream */
const STARTS_A_MINUTE = 18;
/** A turn that never ended its draft leaves one here; what is forgotten is ended by what Slack says of it. */
const MOST_OPEN = 200;

/** Shows replies while they are written, as Slack's streams. */
export function slackDrafts(deps: DraftsDeps): Drafts {
  const streams = new Map<string, Stream>();
  const starts = startsWithin(deps.now);
  const refused = latch({
    everywhere: NOT_SUPPORTED,
    here: ['channel_type_not_supported'],
    like: (channel) => channel.slice(0, 1),
  });
  return {
    open: async (conversation, to, markdown) => {
      const { channel, ts } = threadOf(conversation);
      if (refused.isOff(channel) || !starts.take()) return undefined;
      const first = firstWords(deps, { conversation, markdown });
      const posted = await say(
        deps.posting.apiCall('chat.startStream', {
          channel,
          thread_ts: ts,
          recipient_user_id: to.user,
          recipient_team_id: to.team,
          ...(first === '' ? {} : { markdown_text: first }),
        }),
      );
      if (posted.kind === 'ambiguous') throw new Unavailable('slack', { cause: new Error(posted.why) });
      if (posted.kind === 'posted') return begin(deps, streams, { conversation, ref: posted.ref, first });
      refused.learn(posted.why, channel);
      deps.log.debug({ why: posted.why }, 'a reply cannot be shown while it is written');
      return undefined;
    },
    end: async (ref, text) => {
      const stream = streams.get(nameOf(ref));
      if (!stream) return undefined;
      const shown = await stream.quiet();
      const isSame = text !== undefined && shown !== undefined && text.startsWith(shown);
      const stopped = await stop(deps.updating, ref, isSame ? text.slice(shown.length) : '');
      if (stopped.kind === 'later' || stopped.kind === 'ambiguous') return stopped;
      streams.delete(nameOf(ref));
      if (stopped.kind === 'refused') return stopped.why === 'message_not_found' ? stopped : undefined;
      return isSame ? { kind: 'posted', ref } : undefined;
    },
  };
}

/** Ends a stream; whatever is refused, it may have ended by itself. `more` is added to it; one that has no words yet needs some. */
export async function stop(client: SlackClient, ref: MessageRef, more = ''): Promise<Posted> {
  const end = (words: object) => say(client.apiCall('chat.stopStream', { ...ref, ...finished(ref), ...words }));
  const stopped = await end(more === '' ? {} : { markdown_text: more });
  return stopped.kind === 'refused' && stopped.why === 'no_text' ? end({ markdown_text: '…' }) : stopped;
}

const nameOf = ({ channel, ts }: MessageRef): string => `${channel} ${ts}`;

/** Counts what was begun within the last minute. */
function startsWithin(now: () => Instant): { take(): boolean } {
  const taken: Instant[] = [];
  return {
    take: () => {
      const at = now();
      while (taken[0] !== undefined && taken[0] <= at - MINUTE) taken.shift();
      if (taken.length >= STARTS_A_MINUTE) return false;
      taken.push(at);
      return true;
    },
  };
}

interface Begun {
  conversation: ConversationId;
  ref: MessageRef;
  first: string;
}

function begin(deps: DraftsDeps, streams: Map<string, Stream>, { conversation, ref, first }: Begun): Draft {
  const stream = growingStream(deps, ref, first);
  streams.set(nameOf(ref), stream);
  const [oldest] = streams.keys();
  if (streams.size > MOST_OPEN && oldest !== undefined) streams.delete(oldest);
  return {
    ref,
    show: (markdown, links) => stream.show(() => draftWords(deps, { conversation, markdown, links })),
  };
}
