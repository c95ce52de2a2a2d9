import { expect, test } from 'vitest';
import { reply, REPLY_LENGTH } from '../../src/domain/say.ts';
import { THREAD } from '../fakes/approvals.ts';

const ids = () => {
  let last = 0;
  return () => `out_${(last += 1)}`;
};
const partsOf = (text: string) =>
  reply(ids(), THREAD, text).flatMap((row) => (row.kind === 'reply' ? [row.markdown] : []));

test('an empty reply says nothing', () => {
  expect(partsOf(' \n')).toEqual([]);
});

test('a long reply is split at paragraphs and loses no word', () => {
  const paragraphs = Array.from({ length: 40 }, (_, index) => `${index} ${'word '.repeat(60)}`.trim());

  const parts = partsOf(paragraphs.join('\n\n'));

  expect(parts.every((part) => part.length <= REPLY_LENGTH)).toBe(true);
  expect(parts.join('\n\n')).toBe(paragraphs.join('\n\n'));
});

test('a word of any length is split between characters', () => {
  const parts = partsOf('😀'.repeat(3_000));

  expect(parts.join('')).toBe('😀'.repeat(3_000));
  expect(parts.every((part) => part.isWellFormed())).toBe(true);
});

test('a code block that does not fit is closed and goes on in the next message', () => {
  const code = Array.from({ length: 300 }, (_, line) => `select ${line} from orders;`).join('\n');

  const parts = partsOf(`Here it is:\n\n\`\`\`sql\n${code}\n\`\`\`\n\nDone.`);

  expect(parts.length).toBeGreaterThan(1);
  expect(parts.every((part) => (part.match(/^```/gm) ?? []).length % 2 === 0)).toBe(true);
  expect(parts.slice(1).every((part) => part.startsWith('```sql\n'))).toBe(true);
  expect(parts.join('\n').match(/select \d+ from orders;/g)).toHaveLength(300);
});
