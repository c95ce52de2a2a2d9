import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { SURE, trainIntents } from '../../../src/local/model/mind/intents.ts';
import type { Intent } from '../../../src/local/model/mind/intents.ts';

/** None of these is among the sentences the classifier learned. */
const HELD_OUT: Record<Intent, readonly string[]> = {
  'order-status': [
    'Could you tell me where my order is right now?',
    'has my parcel been sent out',
    'I want to know when ORD-77001 will be delivered',
    'give me the tracking of my shipment',
    'where can I see how far my package is',
  ],
  refund: [
    'can I get my money back for the teapot',
    'I would like to have ORD-77002 refunded',
    'please refund 30 dollars',
    'give me a refund for the broken plate',
    'I want to be paid back',
  ],
  damaged: [
    'the plate came in pieces',
    'my teapot arrived broken',
    'the lamp does not work at all',
    'I want to return the towel',
    'you delivered the wrong colour',
  ],
  'cancel-order': [
    'please cancel ORD-77003',
    "I don't want my order anymore, cancel it",
    'can you cancel my purchase from today',
    'stop the order, I ordered twice',
    'I need order ORD-77004 cancelled',
  ],
  'change-address': [
    'could you change the address of ORD-77005',
    'ship my order to another address please',
    'the street on my order is wrong',
    'please deliver ORD-77006 to 8 Lake View, Derry',
    'I have moved, update the shipping address',
  ],
  'place-order': [
    "I'd like to buy two candles",
    'please order one kettle for me',
    'can I order a blanket',
    'place an order for three aprons',
    'I want to purchase the rug',
  ],
  stock: [
    'is the rug in stock',
    'do you have candles in stock?',
    'how much does the vase cost',
    'when will the blanket be available again',
    'are aprons sold out?',
  ],
  'ticket-status': [
    'what is the state of TKT_701',
    'show the tickets of cust_901',
    'is my support ticket resolved?',
    'check my ticket TKT_702',
    'what is going on with my ticket',
  ],
  'update-ticket': [
    'mark TKT_703 as Closed',
    'please set ticket TKT_704 to Resolved',
    'you can close my ticket now',
    'change TKT_705 to high priority',
    'reopen ticket TKT_706 please',
  ],
  'open-ticket': [
    'please create a ticket for me',
    'open a ticket about the broken search',
    'I want to file a complaint',
    'log a case: my voucher is rejected',
    'can you raise a support ticket',
  ],
  customer: [
    'get the details of cust_902',
    'who is customer cust_903?',
    'find the account of max@example.net',
    'what about cust_904',
    'show me customer cust_905',
  ],
  withdraw: [
    'withdraw that request please',
    'never mind, drop the refund request',
    'take the request back',
    'I no longer want it, withdraw apr_xyz789',
    'forget my request',
  ],
  'request-status': [
    'any news on the request?',
    'was it approved?',
    'have your colleagues decided',
    'is there an answer from the team yet',
    'did they approve my refund',
  ],
  question: [
    'how can I reset the password',
    'what does the warranty cover?',
    'do you ship to Canada',
    'how long does a refund take',
    'how do I change my e-mail address',
  ],
  person: [
    'let me speak to a human',
    'I want a real person',
    'can I talk to somebody from your team',
    'connect me with a human agent',
    'give me to your supervisor',
  ],
  'small-talk': ['hello', 'thanks a lot', 'good afternoon', 'what can you do for me?', 'bye bye'],
  'off-topic': [
    'what is the capital of Italy?',
    'tell me something funny',
    'what is the weather in London',
    'who is the president of France',
    'write a poem about my cat',
  ],
};

const classify = trainIntents();

test('given sentences it never saw, then at least nine of ten are understood', () => {
  const guesses = Object.entries(HELD_OUT).flatMap(([intent, texts]) =>
    texts.map((text) => ({ intent, text, ...classify(text) })),
  );
  const wrong = guesses.filter(({ intent, label }) => intent !== label);
  console.log(`held out: ${guesses.length - wrong.length} of ${guesses.length} right`);
  console.log(
    wrong
      .map(({ text, intent, label, probability }) => `${intent} → ${label} ${probability.toFixed(2)}: ${text}`)
      .join('\n'),
  );

  expect(wrong.length).toBeLessThanOrEqual(guesses.length / 10);
});

test('given noise, then it is not sure', () => {
  const sure = ['asdf qwer zxcv', '', '¯\\_(ツ)_/¯', 'lorem ipsum dolor'].filter(
    (text) => classify(text).probability >= SURE,
  );

  expect(sure).toEqual([]);
});

test('given the same sentences, then training gives the same classifier', () => {
  expect(trainIntents()('Where is my parcel?')).toEqual(classify('Where is my parcel?'));
});

const data = join(process.env['EVAL_DATA_DIR'] ?? '../shared/evals', 'nlu');

/** Public utterances whose intent is one of ours. */
const PUBLIC: readonly (readonly [string, Record<string, Intent>])[] = [
  [
    'clinc150_train.json',
    {
      order_status: 'order-status',
      greeting: 'small-talk',
      thank_you: 'small-talk',
      goodbye: 'small-talk',
      what_can_i_ask_you: 'small-talk',
      are_you_a_bot: 'small-talk',
      weather: 'off-topic',
      tell_joke: 'off-topic',
      translate: 'off-topic',
    },
  ],
  ['clinc150_oos_test.json', { oos: 'off-topic' }],
  ['banking77_train.json', { request_refund: 'refund', passcode_forgotten: 'question', age_limit: 'question' }],
];

test.skipIf(!existsSync(data))('public utterances of other trades (printed, no promise)', () => {
  const Rows = z.array(z.object({ text: z.string(), intent: z.string() }));
  for (const [file, mapping] of PUBLIC) {
    const rows = Rows.parse(JSON.parse(readFileSync(join(data, file), 'utf8')));
    for (const [theirs, ours] of Object.entries(mapping)) {
      const texts = rows.filter(({ intent }) => intent === theirs).map(({ text }) => classify(text));
      const [right, unsure] = [
        texts.filter(({ label }) => label === ours),
        texts.filter(({ probability }) => probability < SURE),
      ];
      console.log(`${file} ${theirs} → ${ours}: ${right.length} of ${texts.length} right, ${unsure.length} unsure`);
    }
  }
});
