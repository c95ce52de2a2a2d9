import { setTimeout as pause } from 'node:timers/promises';
import type { Slack } from '../../src/local/slack/server.ts';
import { ASKING_COLLEAGUE, customerOf } from './records.ts';
import type { Posted, Thread } from './record.ts';
import { recordOf, wordsFor } from './questions.ts';
import type { Question } from './questions.ts';
import { isFailure, isOutcome } from './replies.ts';
import type { Watch } from './watch.ts';

/** Times that somebody asks again after they were told of a failure. */
const MOST_TRIES = 6;
const WITHDRAW = 'never mind, withdraw my request';

export interface Customers {
  /** Resolves when this person wants nothing more. */
  ask(question: Question): Promise<void>;
  threads(): readonly Thread[];
  /** Questions whose writer still waits for an answer. */
  waiting(): readonly number[];
}

/** The bot's messages are added as they come, the person's are counted as they are written. */
interface OpenThread extends Omit<Thread, 'asked'> {
  posted: Posted[];
  say(text: string): Promise<void>;
  asked(): number;
}

/** They write, ask again when they are told of a failure, and some take back what they asked for. */
export function customersOf(slack: Slack, watch: Watch): Customers {
  const threads = new Map<string, OpenThread>();
  const waiting = new Set<number>();
  slack.feed.subscribe((change) => {
    if (change.type !== 'message' || change.message.user !== 'UBOT' || change.message.thread_ts === undefined) return;
    threads.get(`${change.channel}:${change.message.thread_ts}`)?.posted.push(postedOf(change.message));
    watch.look();
  });
  /** Again and again what is missing, until they are told something else than a failure. */
  const untilAnswered = async (thread: OpenThread, missing: () => string | undefined): Promise<void> => {
    for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
      await watch.until(() => answersIn(thread).length >= thread.asked());
      const again = isFailure(answersIn(thread).at(-1)?.text ?? '') ? missing() : undefined;
      if (again === undefined) return;
      await pause(300);
      await thread.say(again);
    }
  };
  const converse = async (question: Question): Promise<void> => {
    const thread = await openThread(slack, question);
    threads.set(`${thread.channel}:${thread.ts}`, thread);
    await untilAnswered(thread, () => notAskedYet(question, thread));
    if (question.behaviour !== 'leave' || question.wishes.length === 0) return;
    await pause(question.hesitation);
    await thread.say(WITHDRAW);
    await untilAnswered(thread, () => WITHDRAW);
  };
  return {
    ask: async (question) => {
      waiting.add(question.number);
      await converse(question);
      waiting.delete(question.number);
    },
    threads: () =>
      [...threads.values()].map((thread) => {
        const { number, channel, ts, posted } = thread;
        return { number, channel, ts, posted, asked: thread.asked() };
      }),
    waiting: () => [...waiting],
  };
}

async function openThread(slack: Slack, question: Question): Promise<OpenThread> {
  const user = question.isByStaff ? ASKING_COLLEAGUE : customerOf(question).slackUser;
  const channel = question.isDirect ? user.replace(/^U/, 'D_') : 'C_SUPPORT';
  const worded = (text: string): string => (question.isDirect ? text : `<@UBOT> ${text}`);
  const ts = await slack.postAs(user, channel, worded(question.text));
  let asked = 1; // messages of this person
  return {
    number: question.number,
    channel,
    ts,
    posted: [],
    asked: () => asked,
    say: async (text) => {
      asked += 1;
      await slack.postAs(user, channel, worded(text), { threadTs: ts });
    },
  };
}

/** Nobody asks again for what the bot says it has asked for; undefined: that is everything. */
function notAskedYet({ text, wishes }: Question, thread: Pick<Thread, 'posted'>): string | undefined {
  if (wishes.length === 0) return text;
  const asked = thread.posted.flatMap((post) => post.text.split('\n')).filter((line) => line.includes("I've asked"));
  const missing = wishes.filter((wish) => !asked.some((line) => line.includes(recordOf(wish))));
  return missing.length === 0 ? undefined : wordsFor(missing);
}

const answersIn = ({ posted }: Pick<Thread, 'posted'>): readonly Posted[] =>
  posted.filter(({ text }) => !isOutcome(text));

type Message = ReturnType<Slack['messages']>[number];

export function postedOf({ ts, text, blocks, metadata }: Message): Posted {
  const payload = metadata?.['event_payload'];
  const id = typeof payload === 'object' && payload !== null && 'id' in payload ? String(payload.id) : undefined;
  return { ts, text, id, ...(blocks && { blocks }) };
}
