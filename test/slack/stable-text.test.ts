import { describe, expect, test } from 'vitest';
import { stableText } from '../../src/slack/stable-text.ts';

describe('given a text that is still being written', () => {
  test.each([
    ['is in its first sentence', 'Your order is on', ''],
    ['ends a sentence, perhaps', 'It costs $12.', ''],
    ['has begun the next sentence', 'It is on its way. The carr', 'It is on its way.'],
    ['ended a sentence in quotes', 'They said “no.” And th', 'They said “no.”'],
    ['has begun the next line', 'Hello Alice\nYour or', 'Hello Alice'],
    ['ended a paragraph', 'One.\n\nTwo', 'One.'],
    ['writes without spaces', '您好。订单', '您好。'],
    ['counts', 'Do this:\n1. Open the b', 'Do this:'],
    ['has a bracket open', 'Done. See [the gui', 'Done.'],
    ['has a bracket open since a sentence', 'Done. See [this one. It he', 'Done.'],
    ['has a link open', 'Done. See [it](https://help.acme.com/a "A. b', 'Done.'],
    ['has closed a link', 'See [it](https://help.acme.com/a). Then', 'See [it](https://help.acme.com/a).'],
    ['has emphasis open', 'Done. It is **very. very', 'Done.'],
    ['has closed emphasis', 'It is **done.** The', 'It is **done.**'],
    ['has a slanted word open', 'Done. It is _really. true', 'Done.'],
    ['has code open', 'Done. Run `a. b', 'Done.'],
    ['left something open in an earlier paragraph', '5 *5. Then\n\nNext one. An', '5 *5. Then\n\nNext one.'],
    ['names things with underscores', 'TKT_001 is open. It', 'TKT_001 is open.'],
    ['lists with stars', '* One. Two\n* Thr', '* One. Two'],
    ['has a token open', 'Done. <https://x.y. z', 'Done.'],
    ['is in a code block', 'Run:\n```\nnpm ci. Then\nnpm st', 'Run:\n```\nnpm ci. Then'],
    ['is in a table', 'Orders:\n| a | b |\n| - | - |\n| 1. | 2', 'Orders:'],
    ['has left a table', '| a |\n| - |\n| 1 |\n\nThat is all. An', '| a |\n| - |\n| 1 |\n\nThat is all.'],
  ])('when it %s, then what is certain of it is known', (_, text, stable) => {
    expect(stableText(text)).toBe(stable);
  });

  test('when it grows letter by letter, then what was certain stays', () => {
    const whole = 'Hi **Al**. See [a](https://a.b/c).\n\n- one. two\n- `x`\n\n```\nlet a = [1, 2];\n```\nBye. Bye!\n';
    const seen = Array.from(whole, (_, index) => stableText(whole.slice(0, index + 1)));

    expect(seen.filter((text, index) => !text.startsWith(seen[index - 1] ?? ''))).toEqual([]);
    expect(seen.at(-1)).toBe(whole.trim());
  });
});
