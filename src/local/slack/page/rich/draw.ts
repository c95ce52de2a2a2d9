import { make } from '../dom.ts';
import { formatSlackDate } from '../clock.ts';
import type { Flow, Inline, Style } from './flow.ts';
import type { Names } from './names.ts';

export function drawFlows(flows: readonly Flow[], names: Names): HTMLElement {
  return make('div', { class: 'rich' }, ...flows.map((flow) => drawFlow(flow, names)));
}

const drawInlines = (inlines: readonly Inline[], names: Names): readonly Node[] =>
  inlines.map((inline) => drawInline(inline, names));

function drawFlow(flow: Flow, names: Names): HTMLElement {
  switch (flow.kind) {
    case 'paragraph':
      return make('p', {}, ...drawInlines(flow.children, names));
    case 'heading':
      return make('p', { class: 'heading', role: 'heading', 'aria-level': '4' }, ...drawInlines(flow.children, names));
    case 'quote':
      return make('blockquote', {}, ...flow.children.map((child) => drawFlow(child, names)));
    case 'pre':
      return make('pre', { tabindex: '0' }, flow.text);
    case 'list':
      return drawList(flow, names);
    case 'rule':
      return make('hr');
  }
}

function drawList(list: Extract<Flow, { kind: 'list' }>, names: Names): HTMLElement {
  const items = list.items.map((flows) => make('li', {}, ...flows.map((flow) => drawFlow(flow, names))));
  return list.ordered ? make('ol', { start: String(list.start) }, ...items) : make('ul', {}, ...items);
}

const STYLE_TAGS: Record<Style, 'strong' | 'em' | 'del'> = { bold: 'strong', italic: 'em', strike: 'del' };

function drawInline(inline: Inline, names: Names): Node {
  switch (inline.kind) {
    case 'text':
      return document.createTextNode(inline.text);
    case 'break':
      return make('br');
    case 'code':
      return make('code', {}, inline.text);
    case 'styled':
      return make(STYLE_TAGS[inline.style], {}, ...drawInlines(inline.children, names));
    case 'link':
      return drawLink(inline.href, drawInlines(inline.children, names));
    case 'person':
      return drawPerson(inline.id, inline.label, names);
    case 'channel':
      return make('span', { class: 'mention' }, `#${inline.label || names.channel(inline.id)}`);
    case 'group':
      return make('span', { class: 'mention group' }, `@${(inline.label || names.group(inline.id)).replace(/^@/, '')}`);
    case 'broadcast':
      return make('span', { class: 'mention broadcast', title: 'Notifies everybody here' }, inline.label);
    case 'date':
      return make('time', {}, formatSlackDate(inline.seconds, inline.format) || inline.fallback);
  }
}

export function drawLink(href: string, children: readonly Node[]): HTMLElement {
  return make('a', { href, rel: 'noreferrer noopener', target: '_blank' }, ...children);
}

function drawPerson(id: string, label: string, names: Names): HTMLElement {
  const name = label || names.person(id);
  return make('span', { class: id === names.acting ? 'mention you' : 'mention' }, `@${name.replace(/^@/, '')}`);
}
