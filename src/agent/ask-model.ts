import { dayOf, isUsedUp, limitsDays } from '../domain/budget.ts';
import type { Limits } from '../domain/budget.ts';
import type { ConversationId, JobId, PersonId } from '../domain/ids.ts';
import type { Principal } from '../domain/principal.ts';
import type { Instant } from '../domain/time.ts';
import type { Pace } from './pace.ts';
import type { Question } from './question.ts';
import { runTurn } from './run-turn.ts';
import type { TurnDeps } from './run-turn.ts';
import { NOTHING_YET, saying } from './turn.ts';
import type { Listening, Showing, Turn } from './turn.ts';
import { isReadable, isTooLong, wordsInstead } from './words.ts';

export interface AskDeps extends TurnDeps {
  pace: Pace;
  limits: Limits;
}

/** What a question has come to. `wait`: it is to be asked again later. */
export type Came =
  /** `spentOn`: whom the model's work is counted for; empty: it was not asked. */
  { kind: 'turn'; turn: Turn; spentOn: readonly string[] } | { kind: 'wait'; until: Instant; isFirst: boolean };

const WHO = "I'm sorry, I can't look up who you are right now. Nothing was done; please try again in a few minutes.";
const USED_UP =
  "I've answered as much as I can for today, so I can't look into this myself. Please leave it with the team, and a colleague will take care of it.";

/** Whom a turn's work is counted for. */
export const countedFor = (person: PersonId, conversation: ConversationId): readonly string[] => [
  'all',
  `person:${person}`,
  `thread:${conversation}`,
];

/** The model is asked only where it can help, where something is left for it today, and as often as people can follow. */
export async function askModel(
  deps: AskDeps,
  job: JobId,
  question: Question,
  running: { listening: Listening; showing: Showing },
): Promise<Came> {
  const { asker, parts, contents, message } = question;
  const now = deps.now();
  if (!asker) return instead(WHO, now);
  const messages = parts.map((part) => part.message);
  if (!messages.some((one) => isReadable(one, contents))) return instead(wordsInstead(messages), now);
  if (await isSpent(deps, asker, message.conversation)) {
    const { turn } = instead(USED_UP, now);
    return { kind: 'turn', turn: { ...turn, offersIntake: true }, spentOn: [] };
  }
  const paced = deps.pace.take(asker.person, job, now);
  if (paced.kind === 'wait') return paced;
  const turn = withRefusals(await run(deps, { ...question, asker }, running), question, now);
  return { kind: 'turn', turn, spentOn: countedFor(asker.person, message.conversation) };
}

const instead = (words: string, now: Instant) =>
  ({ kind: 'turn', turn: saying(NOTHING_YET, words, now), spentOn: [] }) as const;

async function isSpent(
  { limits, store, now }: AskDeps,
  { person }: Principal,
  conversation: ConversationId,
): Promise<boolean> {
  if (!limitsDays(limits)) return false;
  const on = countedFor(person, conversation);
  const spent = await store.spent(dayOf(now()), on);
  const budgets = [limits.day, limits.person, limits.thread];
  return on.some((who, index) => {
    const [budget, used] = [budgets[index], spent.get(who)];
    return budget !== undefined && used !== undefined && isUsedUp(budget, used);
  });
}

function run(
  deps: AskDeps,
  { asker, parts, contents, message, before, approvals, asked }: Question & { asker: Principal },
  running: { listening: Listening; showing: Showing },
): Promise<Turn> {
  const refused = new Set(parts.flatMap((part) => (isTooLong(part.message) ? part.message.ts : [])));
  const items = [...before, ...asked.filter((item) => item.kind !== 'person' || !refused.has(item.ts))];
  const readable = parts.filter((part) => isReadable(part.message, contents)).map((part) => part.message);
  const context = {
    asker,
    conversation: message.conversation,
    now: deps.now(),
    quote: readable.map(({ text }) => text).join('\n'),
    source: readable.at(-1)?.ts ?? message.ts,
  };
  return runTurn(deps, { context, items, approvals, ...running });
}

/** What was too long among other messages is refused beside their answer. */
function withRefusals(turn: Turn, { parts }: Question, at: Instant): Turn {
  const long = parts.map(({ message }) => message).filter(isTooLong);
  if (long.length === 0 || turn.isStopped) return turn;
  const words = wordsInstead(long);
  const reply = turn.reply === '' ? words : `${words}\n\n${turn.reply}`;
  return { ...turn, reply, items: [{ kind: 'assistant', text: words, at }, ...turn.items] };
}
