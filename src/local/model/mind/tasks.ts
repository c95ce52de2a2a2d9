import { asksSomething } from './clauses.ts';
import { SURE } from './intents.ts';
import type { IntentClassifier } from './intents.ts';
import { newTasks } from './new-tasks.ts';
import { aware, onRequest } from './open-requests.ts';
import type { OpenRequest } from './requests.ts';
import { isBareAnswer, orderIds, ticketIds, yesOrNo } from './slots.ts';
import type { Ask, Task } from './task.ts';

/** What the turn before left behind. */
export interface Memory {
  tasks: readonly Task[];
  open: readonly { task: Task; ask: Ask }[];
  requests: readonly OpenRequest[];
}

/** The tasks of one turn: an answer goes on with what was asked about, anything else begins anew. */
export function tasksOf(classify: IntentClassifier, words: string, memory: Memory): readonly Task[] {
  const open = memory.open[0];
  if (open) {
    const task = goOn(classify, words, open);
    if (task) return [task];
  }
  return followUp(words, memory) ?? fresh(aware(classify, memory.requests), words, memory);
}

function goOn(classify: IntentClassifier, words: string, open: { task: Task; ask: Ask }): Task | undefined {
  const answer = yesOrNo(words);
  if (open.ask.onYes && answer === 'yes') return { ...open.task, intent: open.ask.onYes };
  if (answer === 'no' && !asksSomething(words)) return { intent: 'declined', words };
  if (open.task.intent === 'unclear' || open.task.intent === 'lost') return undefined;
  return isNewWish(classify, words, open) ? undefined : extended(open.task, words);
}

function isNewWish(classify: IntentClassifier, words: string, { task, ask }: { task: Task; ask: Ask }): boolean {
  const { label, probability } = classify(words);
  if (isBareAnswer(words)) return false;
  if (probability < SURE || label === task.intent) return false;
  if (label === 'person' || label === 'withdraw' || label === 'small-talk') return true;
  return ask.expects === 'yes-no' || asksSomething(words);
}

function extended(task: Task, words: string): Task {
  const [order, ticket] = [orderIds(words).at(-1), ticketIds(words).at(-1)];
  return { ...task, words: `${task.words}\n${words}`, ...(order && { order }), ...(ticket && { ticket }) };
}

const FOLLOW_UP = /^\W*(?:and|what about|how about)\b/i;
const REPEATABLE: readonly Task['intent'][] = ['question', 'stock', 'order-status', 'ticket-status', 'customer'];

/** "And to Sweden?", "what about ORD-2?": the same kind of look-up again. */
function followUp(words: string, memory: Memory): readonly Task[] | undefined {
  const last = memory.tasks.at(-1);
  if (!last || !REPEATABLE.includes(last.intent)) return undefined;
  if (!FOLLOW_UP.test(words) || words.split(/\s+/).length > 7) return undefined;
  const kind = sameKind(last, words);
  return kind ? [{ intent: last.intent, words, ...(last.intent === 'question' && { before: last.words }) }] : undefined;
}

/** An id says what is meant; only without one does the last subject go on. */
function sameKind(last: Task, words: string): boolean {
  if (/\bcust_|@/.test(words)) return last.intent === 'customer';
  if (orderIds(words).length > 0) return last.intent === 'order-status';
  if (ticketIds(words).length > 0) return last.intent === 'ticket-status';
  return last.intent === 'question' || last.intent === 'stock';
}

function fresh(classify: IntentClassifier, words: string, memory: Memory): readonly Task[] {
  const tasks = newTasks(classify, words);
  if (!tasks) return [{ intent: misses(memory) ? 'lost' : 'unclear', words }];
  const before = memory.tasks.findLast(({ intent }) => intent === 'question');
  const asked = tasks.map((task) => (task.intent === 'question' && before ? { ...task, before: before.words } : task));
  return asked.map((task) => onRequest(task, memory.requests));
}

const misses = ({ tasks }: Memory): boolean => tasks.some(({ intent }) => intent === 'unclear' || intent === 'lost');
