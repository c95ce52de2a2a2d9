import fc from 'fast-check';

/** Pieces that somebody could write to be taken for something else. */
const trick = fc.constantFrom(
  '<!channel>',
  '<!here>',
  '<@U123>',
  '<#C1|general>',
  '<!subteam^S1>',
  '<https://evil.com|bank>',
  '&lt;!here&gt;',
  '&',
  '<',
  '>',
  '*',
  '_',
  '~',
  '`',
  ':white_check_mark:',
  '\n',
  '\u2028',
  '\u202e',
  '\u200b',
  '\u2066',
  'مرحبا',
  '👩‍👩‍👧',
  'é',
  'e\u0301',
  '\ud800',
  '\0',
  '…',
  '⏎',
  ' ',
  ' · ',
  ' → ',
  '*Paid* $9,999.00',
  'Refunded $48.00',
);
const word = fc.oneof(trick, fc.string({ unit: 'binary', maxLength: 8 }), fc.string({ maxLength: 8 }));
export const short = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
const long = fc
  .tuple(word, fc.integer({ min: 1, max: 3_000 }))
  .map(([text, times]) => text.repeat(times).slice(0, 20_000));
/** Mostly short, sometimes very long. */
export const text = fc.oneof({ weight: 20, arbitrary: short }, { weight: 1, arbitrary: long });
