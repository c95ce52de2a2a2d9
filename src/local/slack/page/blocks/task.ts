import { make } from '../dom.ts';
import { fieldsOf, isRecord, listOf, stringOf } from '../json.ts';
import type { Fields } from '../json.ts';
import { safeHref } from '../rich/controls.ts';
import { drawFlows, drawLink } from '../rich/draw.ts';
import { readRichText } from '../rich/rich-text.ts';
import type { BlockContext } from './context.ts';

const STATES = new Map([
  ['pending', { mark: '○', words: 'to do' }],
  ['in_progress', { mark: '', words: 'in progress' }],
  ['complete', { mark: '✓', words: 'done' }],
  ['error', { mark: '✕', words: 'failed' }],
]);

/** One thing the app does or did, and how far it is. */
export function drawTask(task: Fields, context: BlockContext): HTMLElement {
  const status = stringOf(task['status']);
  const { mark, words } = STATES.get(status) ?? { mark: '○', words: status };
  const sources = listOf(task['sources']).map((source) => drawSource(fieldsOf(source)));
  return make(
    'div',
    { class: `block task ${status.replaceAll('_', '-')}` },
    make('span', { class: 'task-mark', role: 'img', 'aria-label': words }, mark),
    make(
      'div',
      { class: 'task-main' },
      make('span', { class: 'task-title' }, stringOf(task['title'])),
      drawMore(task['details'], context),
      drawMore(task['output'], context),
      sources.length === 0 ? undefined : make('div', { class: 'sources' }, ...sources),
    ),
  );
}

/** Several of them under one title. */
export function drawPlan(plan: Fields, context: BlockContext): HTMLElement {
  const tasks = listOf(plan['tasks']).map((task) => drawTask(fieldsOf(task), context));
  const title = stringOf(plan['title']) || 'Plan';
  const head = make('div', { class: 'plan-title', role: 'heading', 'aria-level': '3' }, title);
  return make('div', { class: 'block plan', role: 'group', 'aria-label': title }, head, ...tasks);
}

function drawMore(text: unknown, { names }: BlockContext): HTMLElement | undefined {
  return isRecord(text) ? make('div', { class: 'hint' }, drawFlows(readRichText(text), names)) : undefined;
}

function drawSource(source: Fields): HTMLElement {
  const text = stringOf(source['text']) || stringOf(source['url']);
  const href = safeHref(stringOf(source['url']));
  return href === undefined ? make('span', {}, text) : drawLink(href, [document.createTextNode(text)]);
}
