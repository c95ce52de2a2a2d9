import { trainClassifier } from './classifier.ts';
import type { Classifier } from './classifier.ts';
import { CASE_UTTERANCES } from './utterances/cases.ts';
import { ORDER_UTTERANCES } from './utterances/orders.ts';
import { TALK_UTTERANCES } from './utterances/talk.ts';

const UTTERANCES = { ...ORDER_UTTERANCES, ...CASE_UTTERANCES, ...TALK_UTTERANCES };

export type Intent = keyof typeof UTTERANCES;
export type IntentClassifier = Classifier<Intent>;

/** Below this the classifier does not count as sure. */
export const SURE = 0.5;

/** Takes a tenth of a second: once at start. */
export const trainIntents = (): IntentClassifier =>
  trainClassifier(INTENTS.flatMap((label) => UTTERANCES[label].map((text) => ({ text, label }))));

const INTENTS: readonly Intent[] = [
  'order-status',
  'refund',
  'damaged',
  'cancel-order',
  'change-address',
  'place-order',
  'stock',
  'ticket-status',
  'update-ticket',
  'open-ticket',
  'customer',
  'withdraw',
  'request-status',
  'question',
  'person',
  'small-talk',
  'off-topic',
];
