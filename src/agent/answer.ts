import type { Approval } from '../domain/approval.ts';
import type { Item, Speaker } from '../domain/conversation.ts';
import { Unavailable } from '../domain/errors.ts';
import type { UserId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { Instant } from '../domain/time.ts';
import type { Directory } from '../ports/directory.ts';
import type { Job } from '../ports/engine.ts';
import { MessageJob } from '../ports/jobs.ts';
import type { Messenger } from '../ports/messenger.ts';
import { answeredRequests } from './answered-requests.ts';
import { afterTurn, commitTurn, untilSaved } from './commit-turn.ts';
import type { CommitDeps } from './commit-turn.ts';
import { runTurn } from './run-turn.ts';
import type { TurnDeps } from './run-turn.ts';
import { NOTHING_YET, saying } from './turn.ts';
import type { Turn } from './turn.ts';

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
  // However often its turn is run, the message was written before what happens meanwhile.
  const saidAt = deps.now();
  const said = await untilSaved(() => think(deps, job, { message, saidAt }));
  await status;
  if (said === '') await deps.messenger.setStatus(message.conversation, '');
}

const isForUs = async ({ store }: AnswerDeps, { addressed, conversation }: MessageJob): Promise<boolean> =>
  addressed || (await store.items(conversation)).length > 0;

interface Said {
  message: MessageJob;
  saidAt: Instant;
}

/** The reply; undefined when an approval was moved under the turn, which has changed nothing before its commit. */
async function think(deps: AnswerDeps, job: Job, { message, saidAt }: Said): Promise<string | undefined> {
  const { conversation, user, ts } = message;
  const before = await deps.store.items(conversation);
  const approvals = await deps.store.approvalsOf(conversation);
  const asker = await whoAsks(deps, message);
  const at = deps.now();
  const asked: Item[] = [{ kind: 'person', text: withFiles(message), at: saidAt, ts, by: speakerOf(user, asker) }];
  const turn = asker
    ? await turnFor(deps, { message, asker, approvals, items: [...before, ...asked] })
    : saying(NOTHING_YET, WHO, at);
  const answer = asker && { by: asker, text: withFiles(message), at };
  const answered = answer ? answeredRequests(deps, approvals, answer) : [];
  // What the person takes back needs no answer any more.
  const resumed = answered.filter(({ id }) => !turn.takenBack.some((other) => other.id === id));
  deps.crashPoint('turn:before-commit');
  const finished = { job: job.id, conversation, user, before, asked: cut(asked), turn, resumed, at };
  return (await commitTurn(deps, finished)) ? turn.reply : undefined;
}

/** Whoever cannot be looked up is a stranger. */
const speakerOf = (user: UserId, asker: Principal | undefined): Speaker => ({
  user,
  role: asker?.role ?? 'customer',
  external: asker?.external ?? true,
  ...(asker?.customerId === undefined ? {} : { customer: asker.customerId }),
});

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

interface Question {
  message: MessageJob;
  asker: Principal;
  approvals: readonly Approval[];
  items: readonly Item[];
}

async function turnFor(deps: AnswerDeps, { message, asker, approvals, items }: Question): Promise<Turn> {
  const { conversation, text, files, ts } = message;
  const now = deps.now();
  if (text.length > LONGEST_MESSAGE) return saying(NOTHING_YET, tooLong(text.length), now);
  if (text === '') return saying(NOTHING_YET, files.length === 0 ? EMPTY : cannotRead(files), now);
  return runTurn(deps, { context: { asker, conversation, now, quote: text, source: ts }, items, approvals });
}

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
