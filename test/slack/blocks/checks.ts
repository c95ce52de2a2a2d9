import { expect } from 'vitest';
import { checkBlocks } from '../../../src/local/slack/blocks/check.ts';
import type { Block, Drawn } from '../../../src/slack/blocks/block-kit.ts';
import type { View } from '../../../src/slack/blocks/forms/form-kit.ts';
import { blockTexts, textsOf } from './read.ts';

/** Tokens that we write ourselves. */
const OURS =
  /<@[A-Z0-9_]+>|<!date\^\d+\^(?:\{time\}|\{time_secs\}|\{date_short\} \{time\})\|(?:\d{4}-\d\d-\d\d )?\d\d:\d\d(?::\d\d)? UTC>/g;

/** Slack takes it. */
export function expectValid({ text, blocks }: Drawn): void {
  expect(checkBlocks(blocks, 'message')).toMatchObject({ ok: true });
  expect(text.length).toBeLessThanOrEqual(4_000);
  expect(textsOf({ text: '', blocks }).join('').length).toBeLessThanOrEqual(12_500);
}

export function expectValidForm(view: View): void {
  expect(checkBlocks(view.blocks, 'modal')).toMatchObject({ ok: true });
  expect(JSON.stringify(view).length).toBeLessThan(250_000);
  for (const label of [view.title, view.close, ...(view.submit ? [view.submit] : [])])
    expect(label.text.length).toBeLessThanOrEqual(24);
  expect(view.private_metadata.length).toBeLessThan(3_000);
}

/** Nothing foreign in it is live: no mention, no broadcast, no link. */
export function expectInert({ text, blocks }: Drawn): void {
  for (const markup of [text, ...blocks.flatMap(mrkdwnOf)]) {
    expect(markup.replaceAll(OURS, '')).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
  }
  expect(textsOf({ text, blocks }).join('\n').replaceAll(OURS, '')).not.toMatch(/<[!@#]|<https?:/);
}

function mrkdwnOf(block: Block): readonly string[] {
  if (block.type === 'context') return blockTexts(block);
  if (block.type !== 'section') return [];
  const objects = 'fields' in block ? block.fields : [block.text];
  return objects.filter(({ type }) => type === 'mrkdwn').map((object) => object.text);
}
