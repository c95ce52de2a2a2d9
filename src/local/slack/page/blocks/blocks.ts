import { make } from '../dom.ts';
import { fieldsOf, isRecord, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import { drawFlows } from '../rich/draw.ts';
import { readMarkdown } from '../rich/markdown.ts';
import { readRichText } from '../rich/rich-text.ts';
import type { BlockContext, Place } from './context.ts';
import { drawElement } from './elements.ts';
import { drawImage, drawUnknown } from './fallback.ts';
import { drawInput } from './input.ts';
import { drawPlan, drawTask } from './task.ts';
import { drawText, plainTextOf } from './text.ts';

/** Draws Block Kit. Anything it does not know becomes labelled JSON; no input makes it throw. */
export function drawBlocks(blocks: readonly unknown[], context: BlockContext): HTMLElement {
  return make('div', { class: 'blocks' }, ...blocks.map((block) => drawBlock(block, context)));
}

const BLOCKS = new Map<string, (block: Fields, context: BlockContext) => HTMLElement>([
  ['section', drawSection],
  ['header', drawHeader],
  ['context', drawContext],
  ['task_card', drawTask],
  ['plan', drawPlan],
  ['divider', () => make('hr', { class: 'block' })],
  ['actions', drawActions],
  ['context_actions', drawActions],
  ['input', drawInput],
  ['image', (block) => make('div', { class: 'block' }, drawImage(block))],
  ['markdown', (block, { names }) => wrap(drawFlows(readMarkdown(stringOf(block['text'])), names))],
  ['rich_text', (block, { names }) => wrap(drawFlows(readRichText(block), names))],
]);

function drawBlock(value: unknown, context: BlockContext): HTMLElement {
  const block = fieldsOf(value);
  return BLOCKS.get(stringOf(block['type']))?.(block, context) ?? drawUnknown(value);
}

const wrap = (content: HTMLElement): HTMLElement => make('div', { class: 'block' }, content);

function drawSection(block: Fields, context: BlockContext): HTMLElement {
  const text = isRecord(block['text']) ? drawText(block['text'], context.names) : undefined;
  const cells = listOf(block['fields']).map((field) => drawText(field, context.names));
  const fields = cells.length === 0 ? undefined : make('div', { class: 'fields' }, ...cells);
  const words = make('div', { class: 'section-text' }, text, fields);
  if (!isRecord(block['accessory'])) return make('div', { class: 'block section' }, words);
  const accessory = drawElement(block['accessory'], placeIn(block, context));
  return make('div', { class: 'block section' }, words, make('div', { class: 'accessory' }, accessory));
}

function drawHeader(block: Fields): HTMLElement {
  return make('div', { class: 'block header', role: 'heading', 'aria-level': '3' }, plainTextOf(block['text']));
}

function drawContext(block: Fields, context: BlockContext): HTMLElement {
  const parts = listOf(block['elements'])
    .map(fieldsOf)
    .map((part) => (part['type'] === 'image' ? drawImage(part) : drawText(part, context.names)));
  return make('div', { class: 'block context' }, ...parts);
}

function drawActions(block: Fields, context: BlockContext): HTMLElement {
  const place = placeIn(block, context);
  const elements = listOf(block['elements']).map((element) => drawElement(fieldsOf(element), place));
  return make('div', { class: 'block element-row' }, ...elements);
}

const placeIn = (block: Fields, context: BlockContext): Place => ({
  blockId: stringOf(block['block_id']),
  dispatches: true,
  context,
});
