import { z } from 'zod';

/** ISO 4217 codes whose minor unit is not a hundredth. https://www.iso.org/iso-4217-currency-codes.html */
const EXPONENTS: Record<string, number> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as USD')
  .brand('Currency');
export type Currency = z.infer<typeof Currency>;

/** `minor` is a safe integer of the currency's smallest unit (cents for USD, yen for JPY). */
export const Money = z.object({
  minor: z.number().int().refine(Number.isSafeInteger, 'a safe integer'),
  currency: Currency,
});
export type Money = z.infer<typeof Money>;

/** How many decimals the currency is written with. */
export const exponentOf = (currency: Currency): number => EXPONENTS[currency] ?? 2;

export const money = (minor: number, currency: string): Money => Money.parse({ minor, currency });

/** `"48"`, `"48.5"` or `"48.00"` in major units; undefined for anything else: signs, exponents, other digits, too many decimals. */
export function parseAmount(text: string, currency: Currency): Money | undefined {
  const match = /^([0-9]{1,12})(?:\.([0-9]{1,3}))?$/.exec(text);
  const exponent = exponentOf(currency);
  const decimals = match?.[2] ?? '';
  if (!match || decimals.length > exponent) return undefined;
  const minor = Number(`${match[1]}${decimals.padEnd(exponent, '0')}`);
  return Number.isSafeInteger(minor) ? { minor, currency } : undefined;
}

/** `48.00`: digits of the amount in major units, without the currency. */
export function toDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

const SYMBOLS: Record<string, string> = { USD: '$', EUR: '€', GBP: '£', JPY: '¥' };

/** `$1,048.00`, `€5.00`, `¥500`, `CHF 7.50`: for people. */
export function formatMoney(amount: Money): string {
  const [whole = '', decimals] = toDecimal({ ...amount, minor: Math.abs(amount.minor) }).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = amount.minor < 0 ? '-' : '';
  const symbol = SYMBOLS[amount.currency] ?? `${amount.currency} `;
  return `${sign}${symbol}${grouped}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** Throws when the currencies differ: adding them is a bug, never a rounding question. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new Error(`cannot add ${b.currency} to ${a.currency}`);
  return money(a.minor + b.minor, a.currency);
}

/** Throws when the currencies differ. Negative when `b` is larger. */
export const subtract = (a: Money, b: Money): Money => add(a, { ...b, minor: -b.minor });
