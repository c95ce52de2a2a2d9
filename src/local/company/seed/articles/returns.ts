import type { SeedArticle } from './seed-article.ts';

export const RETURN_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'return-item',
    title: 'Return an item',
    keywords:
      'send back returning do not like changed mind give back label money back product lamp mug kettle rug blanket pan',
    updatedAgo: 9,
    body: `You can return any unused item within 30 days of delivery, without giving a reason. Ask us for a return label, or print one under **Account > Orders > Return**.

1. Pack the item, in its own box if you still have it.
2. Put the label on the parcel.
3. Hand it in at any shop of the carrier and keep the receipt.

Your refund follows when the parcel has reached us. Coffee beans that were opened and gift cards cannot be returned.`,
  },
  {
    id: 'return-window',
    title: 'How long you can return something',
    keywords: '30 days deadline too late period return policy after month',
    updatedAgo: 31,
    body: `Returns and refunds are possible within 30 days of the day on which the order was delivered. For orders delivered between 15 November and 24 December you have until 31 January.

After that time we cannot refund an order any more. If something stopped working, the two-year warranty may still help you.`,
  },
  {
    id: 'refund-times',
    title: 'When you get your refund',
    keywords: 'money back how long refund take waiting for refund bank card credited paid back arrive days',
    updatedAgo: 11,
    body: `A refund goes back to the payment method that you used and takes 5 to 10 days after we have approved it. Your bank decides on which day it becomes visible.

Refunds to gift cards are there within an hour. A colleague checks every refund before it is paid, so that no mistake is made with your money.`,
  },
  {
    id: 'exchange-item',
    title: 'Exchange an item for another one',
    keywords: 'swap replace different colour color size variant',
    updatedAgo: 57,
    body: `To exchange an item, return it and place a new order for the one you want. This is faster than waiting for the exchange, and your favourite does not sell out in the meantime.

If the price has gone up since you ordered, tell us: for 30 days we honour the price that you paid.`,
  },
  {
    id: 'return-costs',
    title: 'What a return costs',
    keywords: 'return shipping fee free returns who pays postage label price',
    updatedAgo: 63,
    body: `Returns are free of charge within the United States, Canada and the European Union. From other countries a return costs $9.90, which we take off the refund.

When something is damaged, faulty or wrong, we always pay for the return, wherever you are.`,
  },
  {
    id: 'gift-returns',
    title: 'Return a gift',
    keywords: 'present gift receipt given someone else return without order number',
    updatedAgo: 95,
    body: `You can return a gift with the number on the gift receipt, and the giver will not be told. You get the value as a gift card that is valid for five years.

Only the person who paid can have the money back to their own payment method.`,
  },
];

export const DAMAGE_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'damaged-items',
    title: 'An item arrived damaged or broken',
    keywords: 'broke cracked shattered smashed chipped pieces mug arrived broken scratched dented leaking defective',
    updatedAgo: 7,
    body: `We are sorry that your item arrived broken: tell us within 30 days of delivery, and you get a refund or a replacement for it. A photo of the item and the box helps, but you do not have to send the pieces back.

## What we need from you

- The order number and the item that is damaged.
- Whether you would like your money back or a replacement.

A colleague confirms every refund. The money is back in 5 to 10 days, a replacement usually arrives within a week.`,
  },
  {
    id: 'wrong-item',
    title: 'You received the wrong item',
    keywords: 'different product wrong colour color not what I ordered incorrect mix-up',
    updatedAgo: 27,
    body: `If we sent you the wrong item, tell us the order number and what you received; we send the right one at once and free of charge. You get a label to return the wrong one and have 30 days for it.

If the right item is sold out, we refund it in full.`,
  },
  {
    id: 'missing-item',
    title: 'An item is missing from your parcel',
    keywords: 'incomplete not in box part missing forgotten only half order',
    updatedAgo: 38,
    body: `Check first whether your order was sent in several parcels: the shipping e-mail lists what is in each of them. If something is still missing, tell us within 14 days, and we send it again or refund it.

Small things such as candles are sometimes tucked into the packing paper, so please look there too.`,
  },
];
