import type { SeedArticle } from './seed-article.ts';

export const SHIPPING_ARTICLES: readonly SeedArticle[] = [
  {
    id: 'shipping-costs',
    title: 'Shipping costs and delivery times',
    keywords: 'how much how long postage fee free shipping delivery time days price',
    updatedAgo: 10,
    body: `Standard shipping costs $5.90 and takes 3 to 5 working days within the United States; it is free for orders over $75.00. Premium customers never pay for standard shipping.

| Destination | Standard | Express |
|---|---|---|
| United States | 3-5 working days, $5.90 | 1-2 working days, $14.90 |
| Canada | 4-7 working days, $9.90 | 2-3 working days, $24.90 |
| Europe | 5-8 working days, $14.90 | 2-4 working days, $34.90 |
| Japan, Australia | 7-12 working days, $19.90 | 3-5 working days, $39.90 |`,
  },
  {
    id: 'shipping-norway',
    title: 'Shipping to Norway',
    keywords: 'do you ship deliver norge norwegian oslo vat voec',
    updatedAgo: 16,
    body: `Yes, we ship to Norway: standard delivery takes 5 to 8 working days and costs $14.90. Parcels go to the pick-up point nearest to you, and express parcels to your door.

## VAT and duty

For goods under 3,000 NOK we charge the Norwegian VAT when you order, so nothing is due at the border. Above that sum the carrier collects VAT and a handling fee before delivery.

Returns from Norway cost $9.90, except when something is damaged or wrong.`,
  },
  {
    id: 'shipping-countries',
    title: 'Countries we ship to',
    keywords:
      'international abroad overseas ship deliver country worldwide canada europe germany france uk japan australia',
    updatedAgo: 22,
    body: `We ship to the United States, Canada, all countries of the European Union, the United Kingdom, Norway, Switzerland, Japan, Australia and New Zealand. We do not ship to post office boxes outside the United States.

The list at the checkout is always up to date. If your country is missing, a freight forwarder may help, but our 30-day returns then start on the day it is handed over to the forwarder.`,
  },
  {
    id: 'express-shipping',
    title: 'Express shipping',
    keywords: 'fast urgent expedited overnight next day quick',
    updatedAgo: 41,
    body: `Express orders placed before 12:00 on a working day leave our warehouse the same day and take 1 to 2 working days within the United States. You choose express at the checkout; it cannot be added afterwards.

If an express parcel comes later than promised, we pay the express fee back. Rugs and espresso machines are too heavy for express.`,
  },
  {
    id: 'parcel-late',
    title: 'Your parcel is late',
    keywords: 'delayed delay late not arrived still waiting overdue slow stuck transit',
    updatedAgo: 14,
    body: `If the expected day has passed, please give the carrier two more working days: most late parcels are delivered in that time. After that, tell us the order number and we open an inquiry with the carrier.

An inquiry takes up to five working days. If the parcel is not found by then, we send everything again or pay it back, as you like.`,
  },
  {
    id: 'parcel-not-received',
    title: 'Marked as delivered, but not received',
    keywords: 'stolen lost missing parcel package neighbour porch never came says delivered',
    updatedAgo: 29,
    body: `Look for a card from the carrier and ask your neighbours first; some parcels are scanned as delivered up to a day too early. If it has not turned up after 24 hours, tell us within 14 days and we will look for it.

We ask the carrier for the place and the signature. When the parcel is lost, you choose between a new delivery and your money back.`,
  },
  {
    id: 'customs-duties',
    title: 'Customs, duties and import taxes',
    keywords: 'customs fee import tax vat duty border charge form',
    updatedAgo: 48,
    body: `Duties and import taxes are shown at the checkout for Canada, the European Union, the United Kingdom and Norway, and are paid with the order. For all other countries the carrier collects them on delivery.

If customs ask you for an invoice, you find it under **Account > Orders**. A parcel that is refused at the border comes back to us; we then refund the goods but not the shipping.`,
  },
  {
    id: 'pick-up-points',
    title: 'Pick up your parcel at a pick-up point',
    keywords: 'collect collection locker post office pickup store id',
    updatedAgo: 66,
    body: `Choose **Pick-up point** at the checkout to collect your parcel from a shop or locker near you. The carrier sends you a code as soon as it is there, and keeps it for seven days.

Please bring the code and an identity card. Parcels that are not collected come back to us and are refunded without the shipping costs.`,
  },
];
