const ORDER_ID = /\bORD[-_ ]?\d[\w-]*|(?<![\w#])#?W\d{5,}\b|(?<![\w#])#\w*\d{3,}/gi;
const ORDER_NUMBER = /\border\s+(?:number|no\.?|id)?\s*#?(\d{3,})\b/i;
const TICKET_ID = /\bTKT[-_ ]?\d+/gi;
const CUSTOMER_ID = /\bcust_\w+|\b[a-z]+_[a-z]+_\d+\b/i;
const EMAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const APPROVAL_ID = /\bapr_[a-z0-9]+/;
const SKU = /\b(?!ORD-|TKT-)[A-Z]{2,}(?:-[A-Z0-9]+)*-\d[A-Z0-9]*\b/;

const AMOUNT = String.raw`\d[\d,]*(?:\.\d{1,3})?`;
const SIGNED_AMOUNT = new RegExp(String.raw`([$€£])\s?(${AMOUNT})`);
const NAMED_AMOUNT = new RegExp(String.raw`\b(${AMOUNT})\s?(usd|dollars?|bucks|eur|euros?|gbp|pounds?|[$€£])`, 'i');
const NEW_AMOUNT = new RegExp(String.raw`\b(?:make|change) (?:it|that)(?: to)?(?: only| just)? (${AMOUNT})\b`, 'i');
const CURRENCY_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^(?:\$|usd|dollars?|bucks)$/i, 'USD'],
  [/^(?:€|eur|euros?)$/i, 'EUR'],
  [/^(?:£|gbp|pounds?)$/i, 'GBP'],
];
const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ORDINALS = [/\b(?:first|1st)\b/i, /\b(?:second|2nd)\b/i, /\b(?:third|3rd)\b/i, /\b(?:fourth|4th)\b/i];

/** Every order id in the text, in order, each once. */
export const orderIds = (text: string): readonly string[] =>
  unique((text.match(ORDER_ID) ?? []).map((id) => withSeparator(id, 'ORD', '-')));

/** `12345` of "order 12345": the end of an id, not an id. */
export const orderNumber = (text: string): string | undefined => ORDER_NUMBER.exec(text)?.[1];

export const ticketIds = (text: string): readonly string[] =>
  unique((text.match(TICKET_ID) ?? []).map((id) => withSeparator(id, 'TKT', '_')));

export const customerId = (text: string): string | undefined => CUSTOMER_ID.exec(text)?.[0];
export const email = (text: string): string | undefined => EMAIL.exec(text)?.[0];
export const approvalId = (text: string): string | undefined => APPROVAL_ID.exec(text)?.[0];
export const sku = (text: string): string | undefined => SKU.exec(text)?.[0];

export interface AmountMention {
  /** `48` or `48.00`, major units. */
  decimal: string;
  currency: string;
}

export function amount(text: string): AmountMention | undefined {
  const signed = SIGNED_AMOUNT.exec(text);
  const named = NAMED_AMOUNT.exec(text);
  const [digits, name] = signed ? [signed[2], signed[1]] : [named?.[1], named?.[2]];
  const currency = CURRENCY_NAMES.find(([pattern]) => pattern.test(name ?? ''))?.[1];
  return digits && currency ? { decimal: digits.replaceAll(',', ''), currency } : undefined;
}

/** `20` of "make it 20 instead": an amount without its currency. */
export const newAmount = (text: string): string | undefined => NEW_AMOUNT.exec(text)?.[1]?.replaceAll(',', '');

/** "two", "3 x", "2 of": a number of things; ids and amounts do not count. */
export function quantity(text: string): number | undefined {
  const bare = [ORDER_ID, TICKET_ID, SIGNED_AMOUNT, NAMED_AMOUNT, SKU].reduce<string>(
    (rest, pattern) => rest.replace(pattern, ' '),
    text,
  );
  const match = new RegExp(String.raw`\b(\d{1,3}|${NUMBER_WORDS.slice(1).join('|')})\b`, 'i').exec(bare)?.[1];
  if (!match) return undefined;
  const named = NUMBER_WORDS.indexOf(match.toLowerCase());
  return named >= 0 ? named : Number(match);
}

/** A place in a list that has the newest first: 0 for "the first one" and for "the latest one". */
export function ordinal(text: string): number | undefined {
  if (/\b(?:last|latest|newest) one\b/i.test(text)) return 0;
  const index = ORDINALS.findIndex((pattern) => pattern.test(text));
  return index >= 0 ? index : undefined;
}

export function yesOrNo(text: string): 'yes' | 'no' | undefined {
  if (/^\W*(?:yes|yeah|yep|yup|sure|ok|okay|please do|go ahead|do it|exactly|correct|of course)\b/i.test(text))
    return 'yes';
  if (/^\W*(?:no|nope|nah|not now|don't|rather not|never mind)\b/i.test(text)) return 'no';
  return undefined;
}

/** Nothing but ids, ordinals and filler: an answer, not a new wish. */
export const isBareAnswer = (text: string): boolean =>
  [ORDER_ID, TICKET_ID, CUSTOMER_ID, EMAIL, APPROVAL_ID, SKU, ...ORDINALS, FILLER]
    .reduce<string>((rest, pattern) => rest.replace(pattern, ' '), text)
    .match(/[\p{L}\p{N}]/u) === null;

const FILLER =
  /\b(?:it|it's|its|is|the|one|this|that|my|order|ticket|customer|number|id|for|please|last|sorry|here|i|mean|meant|was|of|a)\b|'s/gi;

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

/** `ord12345` and `ORD 12345` are written `ORD-12345`. */
const withSeparator = (id: string, prefix: string, separator: string): string => {
  const digits = new RegExp(`^${prefix}[-_ ]?(.+)$`, 'i').exec(id)?.[1];
  if (digits === undefined) return id.toUpperCase();
  return `${prefix}${/[-_]/.exec(id)?.[0] ?? separator}${digits.toUpperCase()}`;
};
