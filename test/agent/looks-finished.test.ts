import { expect, test } from 'vitest';
import { looksFinished } from '../../src/agent/looks-finished.ts';

test.each([
  'where is my order ORD-12345? (7)',
  'ORD-12345 where is it?',
  'Can you help me with that?',
  'She said "I want my money back!"',
  'I want a refund for it (please)!',
  'Ich warte seit einer Woche auf mein Paket!',
  '私の注文はいつ届きますか？',
  'where is ORD-12345',
  'any news on TKT_001',
  'it is alice@example.com',
  'a'.repeat(201),
])('given “%s”, then its writer waits for an answer', (text) => {
  expect(looksFinished(text)).toBe(true);
});

test.each([
  '',
  'My mug arrived broken today.',
  'My order ORD-12345 is late.',
  'hi',
  'Hello!',
  'my mug',
  'I would like to',
  'one more thing:',
  'please, and',
  'Really?',
  'it is e-mail',
])('given “%s”, then its writer may go on', (text) => {
  expect(looksFinished(text)).toBe(false);
});
