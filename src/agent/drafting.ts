import type { Item } from '../domain/conversation.ts';
import type { ConversationId, JobId } from '../domain/ids.ts';
import { SECOND } from '../domain/time.ts';
import type { Instant } from '../domain/time.ts';
import type { CrashPoint } from '../ports/crash-point.ts';
import type { Log } from '../ports/log.ts';
import type { DraftRow } from '../ports/memory.ts';
import type { Draft, Messenger, Recipient } from '../ports/messenger.ts';
import { standingDraft, takeDraftAway } from '../ports/standing-draft.ts';
import type { Store } from '../ports/store.ts';
import { linksIn } from './links.ts';

interface DraftingDeps {
  store: Store;
  messenger: Messenger;
  now: () => Instant;
  crashPoint: CrashPoint;
  log: Log;
}

/** Whose reply is shown, and where. */
export interface Written {
  job: JobId;
  conversation: ConversationId;
  to: Recipient;
  /** What the thread remembers: links of the company's answers in it may stay live. */
  items: readonly Item[];
}

export interface Drafting {
  knows: (items: readonly Item[]) => void;
  text: (soFar: string) => void;
  /** Whether one may stand in the thread. From here on none is begun; resolves when nothing is on its way. */
  stands: () => Promise<boolean>;
  /** `said`: the reply is posted, in the draft's place if it was known of. Otherwise the draft is taken away. */
  end: (said: boolean) => Promise<void>;
}

/** A reply that takes longer to write is shown meanwhile; milliseconds. */
const WRITTEN_AT_ONCE = SECOND;

/** Shows a reply while it is written. Its row is saved before anything is shown, so that whoever comes after a crash knows. */
export function drafting(deps: DraftingDeps, written: Written, onOpen: () => void): Drafting {
  const { store, now, log } = deps;
  const { job, conversation } = written;
  const state: State = { text: '', since: 0, isClosed: false, isTold: false, known: [] };
  const links = (): readonly string[] => (state.links ??= linksIn([...written.items, ...state.known]));

  const begin = async (): Promise<void> => {
    const draft = await openDraft(deps, written, state);
    if (!draft) return;
    onOpen();
    state.draft = draft;
    draft.show(state.text, links());
  };
  /** Nobody waits for it: whatever befalls a draft, the reply is said. */
  const beginInPassing = (): Promise<void> =>
    begin().catch((error: unknown) =>
      log.warn({ conversation, error: nameOf(error) }, 'a reply could not be shown while it was written'),
    );
  const close = async (): Promise<DraftRow | undefined> => {
    state.isClosed = true;
    await state.beginning;
    const mayStand = state.beginning !== undefined || (await (state.earlier ??= store.draftOf(job))) !== undefined;
    return mayStand ? store.draftOf(job) : undefined;
  };
  return {
    knows: (known) => {
      if (known.length === state.known.length) return;
      state.known = known;
      delete state.links;
    },
    text: (soFar) => {
      if (soFar === '' || state.isClosed) return;
      if (state.text === '' || !soFar.startsWith(state.text)) state.since = now();
      state.text = soFar;
      if (state.draft) state.draft.show(soFar, links());
      else if (now() - state.since >= WRITTEN_AT_ONCE) state.beginning ??= beginInPassing();
    },
    stands: async () => {
      const row = await close();
      state.isTold = row !== undefined && (await standingDraft(deps, row)) !== undefined;
      return state.isTold;
    },
    end: async (said) => {
      if (said && state.isTold) return;
      const row = await close();
      if (row && !(await takeDraftAway(deps, row))) log.warn({ conversation }, 'a draft could not be taken away yet');
    },
  };
}

interface State {
  /** All that was written so far, and when that began. */
  text: string;
  since: Instant;
  /** Set once, whatever comes of it: there is one draft in a turn. */
  beginning?: Promise<void>;
  draft?: Draft;
  /** What a run before this one left behind. */
  earlier?: Promise<DraftRow | undefined>;
  isClosed: boolean;
  /** Whoever posts the reply knows of the draft. */
  isTold: boolean;
  /** What the turn knows by now, and the addresses in that and in the thread; absent: not looked for yet. */
  known: readonly Item[];
  links?: readonly string[];
}

/** Undefined: not now. One that still stands in this thread comes first, so that there are never two to mistake for each other. */
async function openDraft(
  { store, messenger, now, crashPoint }: DraftingDeps,
  { job, conversation, to }: Written,
  soFar: Pick<State, 'text'>,
): Promise<Draft | undefined> {
  const standing = await store.drafts();
  if (standing.some((other) => other.conversation === conversation)) return undefined;
  crashPoint('draft:before-begin');
  await store.beginDraft({ job, conversation, begunAt: now() });
  crashPoint('draft:begun');
  const draft = await messenger.openDraft(conversation, to, soFar.text);
  if (!draft) {
    await store.endDraft(job);
    return undefined;
  }
  crashPoint('draft:opened');
  await store.placeDraft(job, draft.ref);
  crashPoint('draft:placed');
  return draft;
}

/** An error's text may quote what was written. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);
