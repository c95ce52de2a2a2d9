import type { IntentClassifier } from './intents.ts';
import type { OpenRequest } from './requests.ts';
import { orderIds } from './slots.ts';
import type { Task } from './task.ts';

const FILLER = String.raw`^\W*(?:(?:oh|ok|okay|actually|sorry|hm+|no|wait|please|then|but|can you|could you|let's)[, ]+)*`;
const ENOUGH = new RegExp(
  String.raw`${FILLER}(?:never ?mind|forget (?:it|that|about it)|leave it|(?:cancel|withdraw|drop|stop|scrap|undo|retract|take back) (?:that|this|the|my|both|all(?: (?:of )?(?:the|my))?)? ?(?:\w+ )?requests?|i (?:don't|do not) want (?:it|that|the refund) any ?more)\b`,
  'i',
);
const OTHER_AMOUNT = new RegExp(
  String.raw`${FILLER}(?:(?:make|change) (?:it|that|the refund)(?: to)?(?: only| just)? (?:[$€£]? ?\d|half)|(?:only|just|rather) [$€£] ?\d|[$€£] ?[\d.,]+ (?:is enough|instead|will do))`,
  'i',
);

/** While something is open, "never mind" takes it back and "make it $20" changes the refund; without a refund the latter means nothing. */
export const aware =
  (classify: IntentClassifier, requests: readonly OpenRequest[]): IntentClassifier =>
  (text) => {
    const plain = text.replaceAll('’', "'");
    if (requests.length > 0 && ENOUGH.test(plain)) return { label: 'withdraw', probability: 1 };
    const guess = classify(text);
    if (!OTHER_AMOUNT.test(plain)) return guess;
    if (requests.some(({ isRefund }) => isRefund)) return { label: 'refund', probability: 1 };
    return guess.label === 'refund' ? { ...guess, probability: 0 } : guess;
  };

/** A changed refund is about the order of the one that is open, whatever was spoken of since. */
export function onRequest(task: Task, requests: readonly OpenRequest[]): Task {
  const isChange = OTHER_AMOUNT.test(task.words.replaceAll('’', "'")) || /\binstead\b/i.test(task.words);
  if (task.intent !== 'refund' || !isChange || orderIds(task.words).length > 0) return task;
  const order = requests.findLast(({ isRefund }) => isRefund)?.record;
  return order === undefined ? task : { ...task, order };
}
