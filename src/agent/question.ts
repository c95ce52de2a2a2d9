import type { Approval } from '../domain/approval.ts';
import type { Item, Speaker } from '../domain/conversation.ts';
import type { MessageTs } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import { narrowed } from '../domain/scope.ts';
import type { Instant } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { Log } from '../ports/log.ts';
import type { MessageJob } from '../ports/jobs.ts';
import type { Memory, Summary } from '../ports/memory.ts';
import type { Messenger } from '../ports/messenger.ts';
import type { Store } from '../ports/store.ts';
import type { Gathered, Part } from './gather.ts';
import type { News } from './listen.ts';
import { recalled } from './recall.ts';
import { recollect } from './recollect.ts';
import { speakerOf, whoAsks } from './who-asks.ts';
import { isReadable, readFiles, wordsOf } from './words.ts';
import type { Contents } from './words.ts';

export interface PoseDeps {
  store: Store;
  directory: Directory;
  messenger: Messenger;
  log: Log;
}

/** What a turn is asked, by whom, and what there is to know beforehand. */
export interface Question {
  /** The first of its messages: the others are by the same person in the same thread. */
  message: MessageJob;
  /** Absent: it cannot be known at the moment. */
  asker: Principal | undefined;
  by: Speaker;
  /** Empty: all of it was deleted. */
  parts: readonly Part[];
  contents: Contents;
  before: readonly Item[];
  /** To be saved with the turn; absent: nothing was shortened for it. */
  summary: Summary | undefined;
  /** As saved. */
  approvals: readonly Approval[];
  /** The messages, and those among them that the thread does not remember yet. */
  asked: readonly Item[];
  fresh: readonly Item[];
}

/** `memory` absent: it is read anew. */
export async function pose(
  deps: PoseDeps,
  { message, saidAt }: { message: MessageJob; saidAt: Instant },
  gathered: Gathered,
  memory?: Memory,
): Promise<Question> {
  const { conversation, user } = message;
  const { items, summary } = await recalled(memory ?? (await deps.store.recall(conversation)));
  const { before, parts, kept } = recollect(items, gathered);
  const messages = parts.map((part) => part.message);
  const [writer, contents] = await Promise.all([whoAsks(deps, message), readFiles(deps.messenger, messages)]);
  // Kept with what they wrote: whoever reads the answer later must know in which scope it was given.
  const asker = writer && narrowed(writer, before, { shared: messages.some(({ shared }) => shared) });
  const by = speakerOf(user, asker);
  const told = worthTelling(parts, contents);
  const asked = told.map((part) => itemOf({ kind: 'person', message: part.message }, { by, at: saidAt }, contents));
  return {
    message,
    asker,
    by,
    parts,
    contents,
    before,
    summary,
    approvals: await deps.store.approvalsOf(conversation),
    asked,
    fresh: asked.flatMap((item, index) => asNew(item, told[index], kept)),
  };
}

/** As the thread remembers it. */
export const itemOf = (
  { kind, message }: News,
  { by, at }: { by: Speaker; at: Instant },
  contents: Contents = new Map(),
): Extract<Item, { kind: News['kind'] }> => ({ kind, text: wordsOf(message, contents), at, ts: message.ts, by });

/** The bare mention of somebody who then says what they want is none of it. */
function worthTelling(parts: readonly Part[], contents: Contents): readonly Part[] {
  const isBare = ({ message }: Part): boolean => message.text === '' && message.files.length === 0;
  return parts.some(({ message }) => isReadable(message, contents)) ? parts.filter((part) => !isBare(part)) : parts;
}

/** What the thread remembers already is not saved again; that it was changed is. */
function asNew(
  item: Extract<Item, { kind: 'person' | 'edited' }>,
  part: Part | undefined,
  kept: ReadonlySet<MessageTs>,
): readonly Item[] {
  if (!kept.has(item.ts)) return [item];
  return part && part.edits.length > 0 ? [{ ...item, kind: 'edited' }] : [];
}
