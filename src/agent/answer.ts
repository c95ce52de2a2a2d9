import { isOpen } from '../domain/approval.ts';
import type { Item } from '../domain/conversation.ts';
import { Unavailable } from '../domain/errors.ts';
import type { Principal } from '../domain/principal.ts';
import type { Directory } from '../ports/directory.ts';
import type { Job } from '../ports/engine.ts';
import { MessageJob } from '../ports/jobs.ts';
import type { Messenger } from '../ports/messenger.ts';
import { afterTurn, commitTurn, untilSaved } from './commit-turn.ts';
import type { CommitDeps } from './commit-turn.ts';
import { runTurn } from './run-turn.ts';
import type { Turn, TurnDeps } from './run-turn.ts';

export interface AnswerDeps extends TurnDeps, CommitDeps {
  directory: Directory;
  messenger: Messenger;
}

/** Longer messages are politely refused, in characters. */
const LONGEST_MESSAGE = 12_000;

const STATUS = 'is looking into it…';
const EMPTY = 'Hi! How can I help? Ask me about an order, a ticket or anything in our help centre.';
const WHO = "I'm sorry, I can't look up who you are right now. Nothing was done; please try again in a few minutes.";

/** One message of a person, answered once. A thread reply in a thread that the bot does not know is not for it. */
export async function answer(deps: AnswerDeps, job: Job): Promise<void> {
  const message = MessageJob.parse(job.data);
  deps.crashPoint('turn:start');
  if (await deps.store.isDone(job.id)) return afterTurn(deps, message.conversation);
  if (!(await isForUs(deps, message))) return;
  const status = deps.messenger.setStatus(message.conversation, STATUS);
  const said = await untilSaved(() => think(deps, job, message));
  await status;
  if (said === '') await deps.messenger.setStatus(message.conversation, '');
}

const isForUs = async ({ store }: AnswerDeps, { addressed, conversation }: MessageJob): Promise<boolean> =>
  addressed || (await store.items(conversation)).length > 0;

/** The reply; undefined when an approval was moved under the turn, which has changed nothing before its commit. */
async function think(deps: AnswerDeps, job: Job, message: MessageJob): Promise<string | undefined> {
  const before = await deps.store.items(message.conversation);
  const asker = await whoAsks(deps, message);
  const at = deps.now();
  const asked: Item[] = [
    {
      kind: 'person',
      text: withFiles(message),
      at,
      ts: message.ts,
      by: { user: message.user, role: asker?.role ?? 'customer', external: asker?.external ?? true },
    },
  ];
  const turn = asker ? await turnFor(deps, message, asker, [...before, ...asked]) : only(WHO, at);
  deps.crashPoint('turn:before-commit');
  const saved = await commitTurn(deps, {
    job: job.id,
    conversation: message.conversation,
    user: message.user,
    before,
    asked: cut(asked),
    turn,
    at,
  });
  return saved ? turn.reply : undefined;
}

async function whoAsks(
  { directory, log }: AnswerDeps,
  { team, user, conversation }: MessageJob,
): Promise<Principal | undefined> {
  try {
    return await directory.resolve({ team, user }, 'ask');
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    log.warn({ conversation, system: error.system }, 'the writer could not be looked up');
    return undefined;
  }
}

async function turnFor(deps: AnswerDeps, message: MessageJob, asker: Principal, items: readonly Item[]): Promise<Turn> {
  const { conversation, text, files } = message;
  const now = deps.now();
  if (text.length > LONGEST_MESSAGE) return only(tooLong(text.length), now);
  if (text === '') return only(files.length === 0 ? EMPTY : cannotRead(files), now);
  const approvals = await deps.store.approvalsOf(conversation);
  return runTurn(deps, {
    context: { asker, conversation, now, quote: text },
    items,
    hasOpenRequest: approvals.some(isOpen),
  });
}

const only = (reply: string, at: number): Turn => ({
  reply,
  items: [{ kind: 'assistant', text: reply, at }],
  opened: [],
  takenBack: [],
  handOffs: [],
  forbidden: [],
});

const figure = (count: number): string => count.toLocaleString('en-US');
const tooLong = (length: number): string =>
  `Too long (${figure(length)}; limit ${figure(LONGEST_MESSAGE)}). Please shorten or attach.`;
const cannotRead = (files: readonly string[]): string =>
  `Thanks. I can't open files yet (${files.map((name) => `\`${name.replaceAll('`', '')}\``).join(', ')}). Could you tell me in words what you need?`;

const withFiles = ({ text, files }: MessageJob): string =>
  files.length === 0 ? text : `${text}\n[attached, not read: ${files.join(', ')}]`;

/** What was refused for its length is remembered by its beginning only. */
const cut = (items: readonly Item[]): Item[] =>
  items.map((item) => (item.kind === 'person' ? { ...item, text: item.text.slice(0, LONGEST_MESSAGE) } : item));
