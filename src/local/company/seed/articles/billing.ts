import type { SeedArticle } from './seed-article.ts';

export const BILLING_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'payment-methods',
    title: 'Payment methods',
    keywords: 'pay credit card visa mastercard paypal apple pay google pay klarna instalments bank transfer',
    updatedAgo: 23,
    body: `You can pay with Visa, Mastercard, American Express, PayPal, Apple Pay, Google Pay and our gift cards. Companies with approved credit can also pay by invoice within 30 days.

The sum is charged when you order. One order can be paid with one card and any number of gift cards.`,
  },
  {
    id: 'payment-declined',
    title: 'Your payment was declined',
    keywords: 'card refused rejected failed payment error 3d secure checkout credit declined',
    updatedAgo: 40,
    body: `A payment is usually declined by the bank and not by us: check the card number, the expiry date and the limit, then try again or use another method. Many banks also ask you to confirm the payment in their app.

We do not see the bank's reason. If credit for an invoice was declined, you can still order with any other method.`,
  },
  {
    id: 'invoice',
    title: 'Get an invoice or receipt',
    keywords: 'bill receipt pdf vat number company download billing document',
    updatedAgo: 33,
    body: `You find the invoice for every order as a PDF under **Account > Orders > Invoice**, from the moment the order ships. To have a company name or VAT number on it, add them under **Account > Billing** before you order.

An invoice that has been issued can be corrected once, within 30 days: tell us the order number and the right details.`,
  },
  {
    id: 'charged-twice',
    title: 'You were charged twice',
    keywords: 'double charge duplicate payment two charges billed twice too much overcharged',
    updatedAgo: 28,
    body: `Two charges for one order are nearly always one payment and one reservation that was not used. The reservation disappears from your statement within seven days.

If both are still there after a week, send us the order number and the two dates, and a colleague will check the payments and return what was paid too much.`,
  },
  {
    id: 'discount-codes',
    title: 'Use a discount code',
    keywords: 'coupon promo voucher promotion code not working sale percent off',
    updatedAgo: 50,
    body: `Enter your discount code at the checkout under **Code** before you pay; it cannot be added to an order afterwards. Every order takes one code, and most codes do not apply to gift cards and reduced items.

A code that is refused has usually ended or needs a larger order: the e-mail it came with names both.`,
  },
  {
    id: 'currencies-and-tax',
    title: 'Currencies and taxes',
    keywords: 'euro dollar yen exchange rate vat sales tax price currency',
    updatedAgo: 78,
    body: `We charge in US dollars, in euros for the euro area and in yen for Japan, and refund in the currency in which you paid. Prices for Europe and Japan include taxes; in the United States sales tax is added at the checkout.

When the rate of exchange has changed in the meantime, your bank may credit a slightly different sum in your own currency.`,
  },
];

export const GIFT_CARD_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'buy-gift-card',
    title: 'Buy a gift card',
    keywords: 'voucher present giftcard send someone e-mail printed amount expire expiry valid how long',
    updatedAgo: 44,
    body: `Gift cards are available for any sum from $10.00 to $500.00, by e-mail at once or printed by post. You can choose the day on which the e-mail is sent.

Gift cards expire five years after they were bought. They cannot be returned or turned into money, except where the law says so.`,
  },
  {
    id: 'redeem-gift-card',
    title: 'Redeem a gift card',
    keywords: 'use gift card code apply not accepted invalid enter voucher',
    updatedAgo: 46,
    body: `Enter the 16 characters of your gift card at the checkout under **Gift card**. If the order costs less than the card holds, the rest stays on the card.

A code that is not accepted was usually mistyped: it holds zeros but never the letter O.`,
  },
  {
    id: 'gift-card-balance',
    title: 'Gift card balance and lost gift cards',
    keywords: 'how much is left remaining value check lost card',
    updatedAgo: 80,
    body: `You see how much is left on a gift card under **Account > Gift cards**, or at the checkout before you pay. If a card is lost, tell us the order number with which it was bought, and we block it and issue a new one for the balance.`,
  },
];
