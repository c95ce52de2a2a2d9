import { drawAvatar, roleName } from './avatar.ts';
import { drawBlocks } from './blocks/blocks.ts';
import type { BlockContext } from './blocks/context.ts';
import { fullTime, machineTime, shortTime, timeOfDay } from './clock.ts';
import type { PageDeps } from './deps.ts';
import { make } from './dom.ts';
import { icon } from './icons.ts';
import { drawEditor } from './message-editor.ts';
import { drawTools } from './message-tools.ts';
import type { Person } from './protocol.ts';
import { drawFlows } from './rich/draw.ts';
import { readMrkdwn } from './rich/mrkdwn.ts';
import { humans, isReply, namesOf, personName } from './selectors.ts';
import type { Entry, State } from './state.ts';

export interface MessageView {
  entry: Entry;
  channel: string;
  /** The same person wrote the message above, moments ago. */
  isContinued: boolean;
  /** Shown only in the channel, not in the thread panel. */
  replies?: { count: number; lastTs: string; status: string; isOpen: boolean };
}

export function drawMessage(view: MessageView, state: State, deps: PageDeps): HTMLElement {
  const { entry, isContinued } = view;
  const isInWork = isEdited(view, state);
  const tools = isInWork ? undefined : drawTools(view, state, deps);
  if (entry.subtype === 'tombstone') return drawTombstone(view, tools, deps);
  const author = state.workspace.users.find(({ id }) => id === entry.user);
  const isGrowing = entry.streaming_state === 'in_progress';
  const kinds = {
    message: true,
    continued: isContinued,
    whisper: entry.onlyFor !== undefined,
    open: view.replies?.isOpen,
    streaming: isGrowing,
  };
  return make(
    'article',
    {
      class: classOf(kinds),
      'aria-busy': isGrowing && 'true', // nobody wants to hear every step of it
      'data-ts': entry.ts,
      tabindex: '-1',
      'aria-label': labelOf(entry, state),
    },
    make('div', { class: 'gutter' }, isContinued ? drawTime(entry.ts, shortTime) : drawAvatar(author, 'large')),
    make(
      'div',
      { class: 'message-main' },
      entry.onlyFor === undefined ? undefined : make('p', { class: 'only-you' }, icon('eye'), 'Only visible to you'),
      isContinued ? undefined : drawHead(entry, author, state),
      isInWork ? drawEditor(view, state, deps) : drawBody(view, state, deps),
      drawFiles(entry),
      drawReplies(view, deps),
    ),
    tools,
  );
}

/** It was deleted; its replies are still there. */
function drawTombstone(view: MessageView, tools: HTMLElement | undefined, deps: PageDeps): HTMLElement {
  const { entry } = view;
  const words = make('p', { class: 'tombstone' }, entry.text);
  return make(
    'article',
    { class: 'message', 'data-ts': entry.ts, tabindex: '-1', 'aria-label': entry.text },
    make('div', { class: 'gutter' }, icon('trash')),
    make('div', { class: 'message-main' }, words, drawReplies(view, deps)),
    tools,
  );
}

/** Whether the acting person is changing this message, in this list. */
export const isEdited = ({ entry, replies }: MessageView, { editing }: State): boolean =>
  editing?.ts === entry.ts && editing.isInThread === (replies === undefined);

const classOf = (kinds: Record<string, boolean | undefined>): string =>
  Object.entries(kinds)
    .flatMap(([kind, isTrue]) => (isTrue === true ? [kind] : []))
    .join(' ');

const labelOf = (entry: Entry, state: State): string => `${personName(state, entry.user)}, ${timeOfDay(entry.ts)}`;

function drawTime(ts: string, format: (ts: string) => string): HTMLElement {
  return make('time', { datetime: machineTime(ts), title: fullTime(ts) }, format(ts));
}

function drawHead(entry: Entry, author: Person | undefined, state: State): HTMLElement {
  const role = author && make('span', { class: `badge ${author.role}` }, roleName(author.role));
  return make('header', {}, make('strong', {}, personName(state, entry.user)), role, drawTime(entry.ts, timeOfDay));
}

function drawBody({ entry, channel }: MessageView, state: State, deps: PageDeps): HTMLElement {
  const names = namesOf(state);
  const note = drawNote(entry);
  if (!entry.blocks?.length) return make('div', { class: 'body' }, drawFlows(readMrkdwn(entry.text), names), note);
  const context: BlockContext = {
    scope: `m-${entry.ts}${isReply(entry) ? '-r' : ''}`,
    names,
    people: humans(state),
    act: (interaction) => deps.act({ user: state.route.acting, channel, messageTs: entry.ts }, interaction),
    keep: () => undefined,
  };
  return make('div', { class: 'body' }, drawBlocks(entry.blocks, context), note);
}

function drawNote({ edited, bot_id, streaming_state }: Entry): HTMLElement | undefined {
  if (edited !== undefined && bot_id === undefined) return make('span', { class: 'edited' }, '(edited)');
  const isBroken = streaming_state === 'errored' && edited === undefined;
  return isBroken ? make('span', { class: 'edited' }, 'This message broke off.') : undefined;
}

function drawFiles({ files = [] }: Entry): HTMLElement | undefined {
  if (files.length === 0) return undefined;
  const names = files.map(({ id, name = id }) => make('li', { class: 'file' }, icon('file'), name));
  return make('ul', { class: 'attachments', 'aria-label': 'Files' }, ...names);
}

function drawReplies({ entry, replies }: MessageView, deps: PageDeps): HTMLElement | undefined {
  if (!replies || (replies.count === 0 && replies.status === '')) return undefined;
  const count = replies.count === 1 ? '1 reply' : `${replies.count} replies`;
  const words = replies.count === 0 ? 'Open thread' : count;
  const last = replies.count === 0 ? '' : `Last reply ${timeOfDay(replies.lastTs)}`;
  const note = replies.status || last;
  const button = make(
    'button',
    { type: 'button', class: 'replies', 'data-key': 'replies' },
    icon('chat'),
    make('strong', {}, words),
    ' ',
    make('span', { class: replies.status === '' ? 'hint' : 'hint working' }, note),
  );
  button.addEventListener('click', () => deps.go({ thread: entry.ts }));
  return button;
}
