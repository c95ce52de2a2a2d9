import { describe, expect, test } from 'vitest';
import { add, Currency, formatMoney, money, Money, parseAmount, subtract, toDecimal } from '../../src/domain/money.ts';

const USD = Currency.parse('USD');

describe('an amount in words', () => {
  test.each([
    ['48', 'USD', 4_800],
    ['48.5', 'USD', 4_850],
    ['19.99', 'USD', 1_999],
    ['0.01', 'USD', 1],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1_234],
  ])('%s %s is %i', (text, currency, minor) => {
    expect(parseAmount(text, Currency.parse(currency))).toEqual({ minor, currency });
  });

  test.each([
    '',
    '-5',
    '-0',
    '+5',
    'NaN',
    'Infinity',
    '1e3',
    '1e400',
    '10.005',
    '１００',
    '0x10',
    '12abc',
    '1,000',
    '9007199254740993',
    ' 5',
    '5.',
  ])('%j is refused', (text) => {
    expect(parseAmount(text, USD)).toBeUndefined();
  });

  test('yen have no decimals', () => {
    expect(parseAmount('5.0', Currency.parse('JPY'))).toBeUndefined();
  });
});

describe('money', () => {
  test.each([
    [4_800, 'USD', '$48.00', '48.00'],
    [500, 'EUR', '€5.00', '5.00'],
    [500, 'JPY', '¥500', '500'],
    [5, 'USD', '$0.05', '0.05'],
  ])('%i %s reads %s', (minor, currency, formatted, decimal) => {
    expect(formatMoney(money(minor, currency))).toBe(formatted);
    expect(toDecimal(money(minor, currency))).toBe(decimal);
  });

  test('adds and subtracts only within a currency', () => {
    expect(add(money(1, 'USD'), money(2, 'USD'))).toEqual(money(3, 'USD'));
    expect(subtract(money(1, 'USD'), money(2, 'USD'))).toEqual(money(-1, 'USD'));
    expect(() => add(money(1, 'USD'), money(1, 'EUR'))).toThrow('cannot add EUR to USD');
  });

  test.each([1.5, Number.NaN, 2 ** 53])('%d minor units are no money', (minor) => {
    expect(Money.safeParse({ minor, currency: 'USD' }).success).toBe(false);
  });
});
