import { expect, test } from 'vitest';
import { wholeSentences } from '../../src/agent/whole-sentences.ts';

test.each([
  ['It is here. It will', 'It is here.'],
  ['It is here.', 'It is here.'],
  ['He said “yes!” And th', 'He said “yes!”'],
  ['**Done.** And th', '**Done.**'],
  ['Really?! No', 'Really?!'],
  ['It costs $4.50 and', ''],
  ['One. It costs $4.', 'One.'],
  ['Two things:\n1. The mug\n2. The k', 'Two things:\n1. The mug'],
  ['Two things:\n- The mug\n- The k', 'Two things:\n- The mug'],
  ['完了しました。次に', '完了しました。'],
  ['Run this:\n```\nnpm start\nnpm te', 'Run this:\n```\nnpm start\n```'],
  ['Your ord', ''],
  ['', ''],
])('given %j, when it was cut there, then %j is whole', (text, whole) => {
  expect(wholeSentences(text)).toBe(whole);
});
