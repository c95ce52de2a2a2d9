import type { Guess } from './classifier.ts';
import { asksSomething, clausesOf } from './clauses.ts';
import { SURE } from './intents.ts';
import type { Intent, IntentClassifier } from './intents.ts';
import { customerId, email, orderIds, orderNumber, ticketIds } from './slots.ts';
import type { Task } from './task.ts';

/** Every wish in one message, in order; undefined when none was understood. */
export function newTasks(classify: IntentClassifier, message: string): readonly Task[] | undefined {
  const groups = merge(groupClauses(classify, message));
  const tasks = groups.length > 0 ? groups : wholeMessage(classify, message);
  if (!tasks) return undefined;
  const person = tasks.find(({ intent }) => intent === 'person');
  return person ? [{ intent: 'person', words: message }] : tasks.flatMap((task) => onePerRecord(task, message));
}

interface Wish {
  intent: Intent;
  words: string;
}

/** A clause that is no wish of its own belongs to the wish before it, or else to the first one. */
function groupClauses(classify: IntentClassifier, message: string): readonly Wish[] {
  const opened = clausesOf(message).reduce<{ preface: string; wishes: readonly Wish[] }>(
    ({ preface, wishes }, clause) => {
      const intent = wishIn(classify, clause);
      const last = wishes.at(-1);
      if (intent) return { preface: '', wishes: [...wishes, { intent, words: preface + clause }] };
      if (!last) return { preface: preface + clause, wishes };
      return { preface, wishes: [...wishes.slice(0, -1), { ...last, words: last.words + clause }] };
    },
    { preface: '', wishes: [] },
  );
  return opened.wishes;
}

function wishIn(classify: IntentClassifier, clause: string): Intent | undefined {
  const { label, probability } = withShopTopic(classify(clause), clause);
  if (probability < SURE || label === 'small-talk') return undefined;
  return asksSomething(clause) || STATED.includes(label) ? label : undefined;
}

/** Wishes that need not have the form of one. */
const STATED: readonly Intent[] = ['damaged', 'person', 'withdraw'];

const SEPARATE: readonly Intent[] = ['question', 'stock', 'off-topic'];

const SHOP_TOPICS =
  /\b(?:warranty|guarantee|returns?|refunds?|shipping|delivery|invoices?|vouchers?|gift cards?|discounts?|payments?|passwords?|accounts?|orders?)\b/i;

/** A general question that names a topic of the shop is one for the help pages. */
const withShopTopic = (guess: Guess<Intent>, text: string): Guess<Intent> =>
  guess.label === 'off-topic' && SHOP_TOPICS.test(text) ? { ...guess, label: 'question' } : guess;

/** Two wishes of one kind are one, unless each is a question of its own; a refund for something damaged is a refund. */
function merge(wishes: readonly Wish[]): readonly Wish[] {
  const hasRefund = wishes.some(({ intent }) => intent === 'refund');
  const renamed = wishes.map((wish) =>
    hasRefund && wish.intent === 'damaged' ? { ...wish, intent: 'refund' as const } : wish,
  );
  const merged = renamed.reduce<readonly Wish[]>((before, wish) => {
    const same = before.find(({ intent }) => intent === wish.intent && !SEPARATE.includes(intent));
    if (!same) return [...before, wish];
    return before.map((item) => (item === same ? { ...same, words: same.words + wish.words } : item));
  }, []);
  return merged.map(({ intent, words }) => ({ intent, words: words.replace(DANGLING, '') }));
}

/** What led over to the next wish. */
const DANGLING = /(?:[,;\s]+(?:and|then|also|plus))?[,;\s]*$/i;

function wholeMessage(classify: IntentClassifier, message: string): readonly Wish[] | undefined {
  const { label, probability } = withShopTopic(classify(message), message);
  const intent = probability >= SURE ? label : byRule(message);
  return intent ? [{ intent, words: message }] : undefined;
}

const QUESTION = /\?\s*$|^\W*(?:how|what|why|when|where|which|can|do|does|is|are)\b/i;

function byRule(message: string): Intent | undefined {
  if (ticketIds(message).length > 0) return 'ticket-status';
  if (orderIds(message).length > 0 || orderNumber(message)) return 'order-status';
  if (customerId(message) ?? email(message)) return 'customer';
  return QUESTION.test(message) && message.split(/\s+/).length > 3 ? 'question' : undefined;
}

const BY_ORDER: readonly Intent[] = ['order-status', 'refund', 'damaged', 'cancel-order', 'change-address'];
const BY_TICKET: readonly Intent[] = ['ticket-status', 'update-ticket'];

/** "Where are A and B" is a task for A and a task for B. An id named once in the message counts for all of it. */
function onePerRecord(wish: Wish, message: string): readonly Task[] {
  if (BY_ORDER.includes(wish.intent))
    return named(orderIds, wish, message).map((order) => ({ ...wish, ...(order && { order }) }));
  if (BY_TICKET.includes(wish.intent))
    return named(ticketIds, wish, message).map((ticket) => ({ ...wish, ...(ticket && { ticket }) }));
  return [wish];
}

function named(
  idsIn: (text: string) => readonly string[],
  wish: Wish,
  message: string,
): readonly (string | undefined)[] {
  const own = idsIn(wish.words);
  if (own.length > 0) return own;
  const all = idsIn(message);
  return all.length === 1 ? all : [undefined];
}
