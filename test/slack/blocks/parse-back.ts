import { parseAmount, Currency } from '../../../src/domain/money.ts';
import type { Block, Button } from '../../../src/slack/blocks/block-kit.ts';

/** The part of a card that belongs to one request, and the button that decides it. */
export interface Shown {
  facts: ReadonlyMap<string, string>;
  why: string;
  effect: string;
}

/** Of a card with one request: its facts stand between the reason and the small text. */
export function shownOn(blocks: readonly Block[]): Shown {
  const facts = blocks.slice(
    reasonAt(blocks) + 1,
    blocks.findIndex(({ type }) => type === 'context'),
  );
  return { facts: factsIn(facts), why: reasonsIn(blocks)[0] ?? '', effect: deciding(blocks)?.text.text ?? '' };
}

/** Of a card with several: a head, its facts, those that stand once above all, and its reason among all of them. */
export function rowsOn(blocks: readonly Block[]): readonly Shown[] {
  const heads = blocks.flatMap((block, index) => (headOf(block) === undefined ? [] : [index]));
  const shared = factsIn(blocks.slice(2, heads[0]));
  const reasons = reasonsIn(blocks);
  return heads.map((at, index) => {
    const [, effect = ''] = /^\*\d\.\* (.*?) · /.exec(headOf(blocks[at]) ?? '') ?? [];
    const rest = blocks.slice(at + 1);
    const end = rest.findIndex(({ type }) => type === 'actions');
    return {
      facts: new Map([...shared, ...factsIn(rest.slice(0, end))]),
      why: reasons[index]?.replace(/^\d\. /, '') ?? '',
      effect: read(effect),
    };
  });
}

export const deciding = (blocks: readonly Block[]): Button | undefined =>
  blocks
    .flatMap((block) => (block.type === 'actions' ? block.elements : []))
    .find(({ action_id }) => action_id === 'approve_request');

const headOf = (block: Block | undefined): string | undefined =>
  block?.type === 'section' && 'text' in block && /^\*\d\.\* [^✓!]/.test(block.text.text) ? block.text.text : undefined;

function factsIn(blocks: readonly Block[]): ReadonlyMap<string, string> {
  const fields = blocks.flatMap((block) => {
    if (block.type !== 'section') return [];
    if ('fields' in block) return block.fields;
    const { type } = block.text;
    return block.text.text.split('\n').map((text) => ({ type, text }));
  });
  return new Map(
    fields.map(({ type, text }) => {
      const pattern = type === 'mrkdwn' ? /^\*([^*]+)\* (.*)$/s : /^(.+?): (.*)$/s;
      const [, label = '', value = ''] = pattern.exec(text) ?? [];
      return [read(type === 'mrkdwn' ? unescape(label) : label), read(type === 'mrkdwn' ? unescape(value) : value)];
    }),
  );
}

const reasonAt = (blocks: readonly Block[]): number =>
  blocks.findIndex(
    (block) => block.type === 'section' && 'text' in block && /^(?:\*Why\*|Why) \(/.test(block.text.text),
  );

/** What stands behind the label, or on the lines under it. */
function reasonsIn(blocks: readonly Block[]): readonly string[] {
  const rest = blocks.slice(reasonAt(blocks));
  const texts = rest.map((block) => (block.type === 'section' && 'text' in block ? block.text : undefined));
  const end = texts.findIndex((text) => text === undefined);
  const lines = texts.slice(0, end).flatMap((text) => {
    const written = text?.text ?? '';
    return (text?.type === 'mrkdwn' ? unescape(written) : written).split('\n').map(read);
  });
  const [label = '', ...others] = lines;
  const [, only = ''] = /^\*?Why\*? \(assistant's words, unverified\):?(?: (.*))?$/s.exec(label) ?? [];
  return only === '' ? others : [only];
}

/** Where Slack could take a `<` for a token, the card shows one that it cannot. */
const read = (text: string): string => text.replaceAll('‹', '<');
const unescape = (markup: string): string =>
  markup.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const CURRENCIES: Record<string, string> = { $: 'USD', '€': 'EUR', '£': 'GBP', '¥': 'JPY' };

/** `$1,048.00` → 104800 USD. */
function amountOf(text: string) {
  const [, sign = '', digits = ''] = /^(\D+?) ?([\d,.]+)$/.exec(text) ?? [];
  return parseAmount(digits.replaceAll(',', ''), Currency.parse(CURRENCIES[sign] ?? sign));
}

/** Behind the name, before the tier and the year. */
const customerIn = (value: string | undefined): string => (value ?? '').split(' · ').at(-3) ?? '';
const firstPart = (value: string | undefined): string => (value ?? '').split(/ ·(?: |$)/)[0] ?? '';
/** `Open → Closed` → Closed; `Open (unchanged)` → null. */
const after = (value: string | undefined): string | null => (value ?? '').split(' → ')[1] ?? null;

/** The arguments that a careful reader would say the button carries out. */
export function argumentsIn(action: string, { facts, why, effect }: Shown): Record<string, unknown> {
  const fact = (label: string): string => facts.get(label) ?? '';
  const reason = why.slice(1, -1);
  switch (action) {
    case 'refund_order':
      return { order_id: firstPart(fact('Order')), amount: amountOf(fact('This refund')), reason };
    case 'cancel_order':
      return { order_id: firstPart(fact('Order')), reason };
    case 'change_address':
      return { order_id: firstPart(fact('Order')), shipping_address: fact('New address'), reason };
    case 'update_ticket':
      return {
        ticket_id: firstPart(fact('Ticket')),
        status: after(fact('Status')),
        priority: after(fact('Priority')),
        note: facts.get('Note to add') ?? null,
        reason,
      };
    case 'open_ticket':
      return {
        customer_id: customerIn(fact('Customer')),
        subject: fact('Subject'),
        priority: fact('Priority'),
        note: fact('Note'),
      };
    case 'place_order':
      return { ...placed(facts), backorder: effect.includes('backorder'), reason };
    default:
      throw new Error(`no reader for ${action}`);
  }
}

function placed(facts: ReadonlyMap<string, string>): Record<string, unknown> {
  const lines = [...facts].flatMap(([label, value]) => {
    const [, quantity] = /^(\d+) × /.exec(value) ?? [];
    return label.startsWith('Item ') ? [{ sku: label.slice(5), quantity: Number(quantity) }] : [];
  });
  const address = facts.get('Ship to');
  return {
    customer_id: customerIn(facts.get('Customer')),
    lines,
    shipping_address: address === 'the address on file' ? null : address,
    delivery: facts.get('Delivery')?.toLowerCase(),
  };
}
